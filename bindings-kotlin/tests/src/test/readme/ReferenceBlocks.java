import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes sources of the Kotlin examples in the reference, so that they are compiled unchanged.
 *
 * <p>Each becomes a function with a `client` and the ids that the examples use. None is run: most need data that only
 * their reader has.
 */
public final class ReferenceBlocks {
  private static final Pattern BLOCK = Pattern.compile("^```kotlin\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String GIVEN =
      "client: Client, borrowerId: java.util.UUID, loanId: java.util.UUID, subscriptionId: java.util.UUID";

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]).resolve("reference"));
    int written = 0;
    try (var pages = Files.newDirectoryStream(Path.of(arguments[0]), "*.md")) {
      for (Path page : pages) {
        String area = page.getFileName().toString().replace(".md", "");
        for (MatchResult found : BLOCK.matcher(Files.readString(page)).results().toList()) {
          Files.writeString(folder.resolve(area + ".kt"), source(area, found.group(1)));
          written++;
        }
      }
    }
    if (written == 0) {
      throw new IllegalStateException("no Kotlin example in " + arguments[0]);
    }
  }

  private static String source(String area, String block) {
    String imports = lines(block.lines().filter(line -> line.startsWith("import ")).toList());
    String body = lines(block.lines().filter(line -> !line.startsWith("import ")).toList());
    return "@file:Suppress(\"warnings\")\n\npackage reference." + area + "\n\nimport com.getdefacto.sdk.*\n" + imports
        + "\nfun example(" + GIVEN + ") {\n" + body + "}\n";
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
