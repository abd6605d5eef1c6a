import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes sources of the Kotlin and Java blocks of Markdown pages, so that they are compiled and run unchanged.
 *
 * <p>The first argument is the folder of the sources, the others are pages, or folders with pages. A block with a class,
 * such as a test, becomes its own file. All others become functions, in which `client` and `company` are the values
 * that earlier blocks made. The third block in Kotlin of `docs/guides/enrol.md` has the package `pages.enrol.kotlin3`.
 */
public final class ReadmeBlocks {
  private static final String GIVEN_KOTLIN =
      "val client = Client.fromEnv()\nval company = NewBorrower(\"913572467\", IdentifierType.Siren)\n";
  private static final String GIVEN_JAVA =
      "  static final Client client = Client.fromEnv();\n"
          + "  static final NewBorrower company =\n"
          + "      NewBorrower.builder(\"913572467\").identifierType(IdentifierType.of(\"siren\")).build();\n";

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]).resolve("pages"));
    List<String> calls = new ArrayList<>();
    for (int at = 1; at < arguments.length; at++) {
      for (Path page : pages(Path.of(arguments[at]))) {
        calls.addAll(calls(folder, page));
      }
    }
    String list = calls.stream().map(call -> "    " + call + "\n").collect(Collectors.joining());
    Files.writeString(
        folder.resolve("Pages.kt"),
        "@file:Suppress(\"warnings\")\n\npackage pages\n\nobject Pages {\n"
            + "  const val BLOCKS = " + calls.size() + "\n"
            + "  fun run() {\n" + list + "  }\n\n"
            + "  private fun main(name: String) {\n"
            + "    val main = Class.forName(name).getDeclaredMethod(\"main\", Array<String>::class.java)\n"
            + "    main.isAccessible = true\n"
            + "    main.invoke(null, arrayOf<String>())\n  }\n}\n");
  }

  private static List<Path> pages(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.filter(page -> page.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** Writes the blocks of a page, and returns the calls that run them. */
  private static List<String> calls(Path folder, Path page) throws IOException {
    String text = Files.readString(page);
    String name = page.getFileName().toString().replace(".md", "").replace("-", "_").toLowerCase(Locale.ROOT);
    List<String> calls = new ArrayList<>();
    List<String> kotlin = blocks(text, "kotlin");
    for (int at = 0; at < kotlin.size(); at++) {
      calls.addAll(kotlin(folder, "pages." + name + ".kotlin" + (at + 1), kotlin.get(at)));
    }
    List<String> java = blocks(text, "java");
    for (int at = 0; at < java.size(); at++) {
      calls.addAll(java(folder, "pages." + name + ".java" + (at + 1), java.get(at)));
    }
    return calls;
  }

  private static List<String> blocks(String page, String language) {
    Pattern block = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    return block.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private static List<String> kotlin(Path folder, String at, String block) throws IOException {
    Path file = folder.resolve(at + ".kt");
    String head = "@file:Suppress(\"warnings\")\n\npackage " + at + "\n\n" + imports(block);
    String body = withoutImports(block);
    if (body.contains("fun main(")) {
      Files.writeString(file, head + body);
      return List.of(at + ".main()");
    }
    if (Pattern.compile("^(internal )?(class|object) ", Pattern.MULTILINE).matcher(body).find()) {
      Files.writeString(file, head + body);
      return List.of();
    }
    String function = "fun run() = kotlinx.coroutines.runBlocking<Unit> {\n" + body + "}\n";
    Files.writeString(file, head + "import com.getdefacto.sdk.*\n" + GIVEN_KOTLIN + function);
    return List.of(at + ".run()");
  }

  private static List<String> java(Path folder, String at, String block) throws IOException {
    // Kotlin looks for Java's classes where their packages say.
    Path own = Files.createDirectories(folder.resolveSibling(at.replace('.', '/')));
    String head = "package " + at + ";\n\n" + imports(block);
    String body = withoutImports(block);
    MatchResult type = Pattern.compile("^(public |final )*class (\\w+)", Pattern.MULTILINE).matcher(body).results()
        .findFirst().orElse(null);
    if (type != null) {
      Files.writeString(own.resolve(type.group(2) + ".java"), head + body);
      return body.contains("void main(") ? List.of("main(\"" + at + "." + type.group(2) + "\")") : List.of();
    }
    Files.writeString(
        own.resolve("Block.java"),
        head + "import com.getdefacto.sdk.*;\npublic final class Block {\n" + GIVEN_JAVA
            + "  public static void run() throws Exception {\n" + body + "  }\n}\n");
    return List.of(at + ".Block.run()");
  }

  private static String imports(String block) {
    return block.lines().filter(line -> line.startsWith("import ")).map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String withoutImports(String block) {
    return block.lines().filter(line -> !line.startsWith("import ")).map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
