import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes sources of the README's Kotlin and Java blocks, so that they are compiled and run unchanged.
 *
 * <p>A block with a class, such as a test, becomes its own file. All others become functions, in which `client` and
 * `company` are the values that earlier blocks made.
 */
public final class ReadmeBlocks {
  private static final String GIVEN_KOTLIN =
      "val client = Client.fromEnv()\nval company = NewBorrower(\"913572467\", IdentifierType.Siren)\n";
  private static final String GIVEN_JAVA =
      "  static final Client client = Client.fromEnv();\n"
          + "  static final NewBorrower company =\n"
          + "      NewBorrower.builder(\"913572467\").identifierType(IdentifierType.of(\"siren\")).build();\n";

  public static void main(String[] arguments) throws IOException {
    String readme = Files.readString(Path.of(arguments[0]));
    Path folder = Files.createDirectories(Path.of(arguments[1]).resolve("readme"));
    List<String> calls = new ArrayList<>();
    List<String> kotlin = blocks(readme, "kotlin");
    for (int at = 0; at < kotlin.size(); at++) {
      calls.addAll(kotlin(folder, kotlin.get(at), at + 1));
    }
    List<String> java = blocks(readme, "java");
    for (int at = 0; at < java.size(); at++) {
      calls.addAll(java(folder, java.get(at), at + 1));
    }
    String list = calls.stream().map(call -> "    " + call + "\n").collect(Collectors.joining());
    Files.writeString(
        folder.resolve("Readme.kt"),
        "@file:Suppress(\"warnings\")\n\npackage readme\n\nobject Readme {\n"
            + "  const val KOTLIN = " + kotlin.size() + "\n  const val JAVA = " + java.size() + "\n"
            + "  fun run() {\n" + list + "  }\n\n"
            + "  private fun main(name: String) {\n"
            + "    val main = Class.forName(name).getDeclaredMethod(\"main\", Array<String>::class.java)\n"
            + "    main.isAccessible = true\n"
            + "    main.invoke(null, arrayOf<String>())\n  }\n}\n");
  }

  private static List<String> blocks(String readme, String language) {
    Pattern block = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    return block.matcher(readme).results().map(found -> found.group(1)).toList();
  }

  private static List<String> kotlin(Path folder, String block, int number) throws IOException {
    String name = "Kotlin" + number;
    String head = "@file:Suppress(\"warnings\")\n\npackage readme.kotlin" + number + "\n\n" + imports(block);
    String body = withoutImports(block);
    if (body.contains("fun main(")) {
      Files.writeString(folder.resolve(name + ".kt"), head + body);
      return List.of("readme.kotlin" + number + ".main()");
    }
    if (Pattern.compile("^(internal )?class ", Pattern.MULTILINE).matcher(body).find()) {
      Files.writeString(folder.resolve(name + ".kt"), head + body);
      return List.of();
    }
    String function = "fun run() = kotlinx.coroutines.runBlocking<Unit> {\n" + body + "}\n";
    Files.writeString(folder.resolve(name + ".kt"), head + "import com.getdefacto.sdk.*\n" + GIVEN_KOTLIN + function);
    return List.of("readme.kotlin" + number + ".run()");
  }

  private static List<String> java(Path folder, String block, int number) throws IOException {
    String at = "readme.java" + number;
    Path own = Files.createDirectories(folder.resolve("java" + number));
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
