import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes sources of the Kotlin and Java blocks in the reference, so that they are compiled unchanged.
 *
 * <p>A program with `main` stays as it is, in a package of its own. Any other block becomes a function with a `client` and the
 * ids that the examples use. None is run: most need data that only their reader has.
 */
public final class ReferenceBlocks {
  private static final String GIVEN =
      "client: Client, borrowerId: java.util.UUID, loanId: java.util.UUID, subscriptionId: java.util.UUID";

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]).resolve("reference"));
    int written = 0;
    try (var pages = Files.newDirectoryStream(Path.of(arguments[0]), "*.md")) {
      for (Path page : pages) {
        String area = page.getFileName().toString().replace(".md", "");
        String text = Files.readString(page);
        List<String> kotlin = blocks(text, "kotlin");
        for (int at = 0; at < kotlin.size(); at++) {
          String name = area + ".kotlin" + at;
          Files.writeString(folder.resolve(name + ".kt"), kotlin("reference." + name, kotlin.get(at)));
        }
        List<String> java = blocks(text, "java");
        for (int at = 0; at < java.size(); at++) {
          Path own = Files.createDirectories(folder.resolve(area).resolve("java" + at));
          Files.writeString(own.resolve("Example.java"), java("reference." + area + ".java" + at, java.get(at)));
        }
        written += kotlin.size() + java.size();
      }
    }
    if (written == 0) {
      throw new IllegalStateException("no Kotlin and no Java in " + arguments[0]);
    }
  }

  private static List<String> blocks(String page, String language) {
    Pattern block = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    return block.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private static String kotlin(String name, String block) {
    String head = "@file:Suppress(\"warnings\")\n\npackage " + name + "\n\n";
    if (block.contains("fun main(")) {
      return head + block;
    }
    String imports = lines(block.lines().filter(line -> line.startsWith("import ")).toList());
    String body = lines(block.lines().filter(line -> !line.startsWith("import ")).toList());
    return head + "import com.getdefacto.sdk.*\n" + imports + "\nfun example(" + GIVEN + ") {\n" + body + "}\n";
  }

  /** What is deprecated is shown all the same. */
  private static String java(String name, String block) {
    String program = block.replaceFirst("(?m)^class ", "@SuppressWarnings(\"deprecation\")\nclass ");
    return "package " + name + ";\n\n" + program;
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
