package com.getdefacto.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.getdefacto.sdk.Address;
import com.getdefacto.sdk.Borrower;
import com.getdefacto.sdk.CallOptions;
import com.getdefacto.sdk.CancelToken;
import com.getdefacto.sdk.Client;
import com.getdefacto.sdk.ClientOptions;
import com.getdefacto.sdk.ColumnUse;
import com.getdefacto.sdk.CompanyMatch;
import com.getdefacto.sdk.CompanyReference;
import com.getdefacto.sdk.CreditLine;
import com.getdefacto.sdk.CreditLineFilter;
import com.getdefacto.sdk.DefactoException;
import com.getdefacto.sdk.Director;
import com.getdefacto.sdk.EnrollOptions;
import com.getdefacto.sdk.Enrollment;
import com.getdefacto.sdk.Environment;
import com.getdefacto.sdk.Freshness;
import com.getdefacto.sdk.IdentifierType;
import com.getdefacto.sdk.IntakeEncoding;
import com.getdefacto.sdk.IntakeFormat;
import com.getdefacto.sdk.IntakeOptions;
import com.getdefacto.sdk.Language;
import com.getdefacto.sdk.Loan;
import com.getdefacto.sdk.LoanOptions;
import com.getdefacto.sdk.LoanOutcome;
import com.getdefacto.sdk.LoanStatus;
import com.getdefacto.sdk.NewBorrower;
import com.getdefacto.sdk.NewLoan;
import com.getdefacto.sdk.NewWebhook;
import com.getdefacto.sdk.PaymentAccount;
import com.getdefacto.sdk.Pdf;
import com.getdefacto.sdk.PendingEnrollments;
import com.getdefacto.sdk.PendingOptions;
import com.getdefacto.sdk.PortfolioOptions;
import com.getdefacto.sdk.PortfolioOutcome;
import com.getdefacto.sdk.PortfolioReport;
import com.getdefacto.sdk.PortfolioResult;
import com.getdefacto.sdk.PortfolioRow;
import com.getdefacto.sdk.PortfolioRows;
import com.getdefacto.sdk.PortfolioRun;
import com.getdefacto.sdk.Problem;
import com.getdefacto.sdk.Resolution;
import com.getdefacto.sdk.ResolutionOutcome;
import com.getdefacto.sdk.Store;
import com.getdefacto.sdk.TrackOptions;
import com.getdefacto.sdk.WebhookChange;
import com.getdefacto.sdk.WebhookEntity;
import com.getdefacto.sdk.WebhookEvent;
import com.getdefacto.sdk.WebhookEventType;
import com.getdefacto.sdk.WebhookReceiver;
import com.getdefacto.sdk.WebhookRouter;
import com.getdefacto.sdk.testing.Sandbox;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK from Java: builders, static functions, unchecked exceptions, and null. */
class JavaTest {
  private static Sandbox sandbox;
  private static Client client;

  @BeforeAll
  static void start() {
    sandbox = new Sandbox();
    client = sandbox.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    sandbox.close();
  }

  @BeforeEach
  void beginAnew() {
    sandbox.reset();
  }

  private static NewBorrower company() {
    return NewBorrower.builder("472618354")
        .identifierType(IdentifierType.Siren.INSTANCE)
        .name("Fonderie des Tilleuls SAS")
        .directors(List.of(Director.builder().firstName("Odile").birthDate(LocalDate.of(1971, 3, 9)).build()))
        .metadata(Map.of("crm", "T-77"))
        .build();
  }

  @Test
  void aBorrowerIsEnrolled() {
    List<String> stages = new ArrayList<>();
    EnrollOptions options =
        EnrollOptions.builder().wait(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).build();
    Enrollment outcome = client.enroll(company(), options, step -> stages.add(step.getStage().toString()));

    Enrollment.Ready ready = assertInstanceOf(Enrollment.Ready.class, outcome);
    Borrower borrower = ready.getBorrower();
    assertEquals("472618354", borrower.getIdentifier());
    assertEquals("READY", String.valueOf(borrower.getStatus()));
    assertEquals(Map.of("crm", "T-77"), borrower.getMetadata());
    BigDecimal rate = ready.getCreditLine().getFeesInterestDailyRate();
    assertTrue(rate.signum() >= 0);
    assertEquals("validated", stages.get(0));
    assertEquals("ready", stages.get(stages.size() - 1));
  }

  @Test
  void theBareOperationsStandInTheirAreas() {
    Borrower borrower = client.borrowers().enroll(company());
    UUID id = borrower.getId();
    assertEquals(borrower.getIdentifier(), client.borrowers().get(id).getIdentifier());
    assertFalse(client.testing().generateIban().getIban().isEmpty());
  }

  @Test
  void exceptionsSayWhatWentWrong() {
    DefactoException.NotFound missing =
        assertThrows(DefactoException.NotFound.class, () -> client.borrowers().get(new UUID(0, 0)));
    assertEquals(404, missing.getStatus());
    assertEquals("not_found", missing.getKind().toString());
    assertFalse(missing.getOutcomeUnknown());
    assertTrue(missing.getMessage().contains("404"));

    sandbox.clearLog();
    DefactoException.Validation refused =
        assertThrows(DefactoException.Validation.class, () -> client.enroll(NewBorrower.builder("").build()));
    Problem problem = refused.getProblems().get(0);
    assertEquals("/identifier", problem.getPointer());
    assertNull(refused.getStatus());
    assertTrue(sandbox.log().isEmpty(), "nothing was sent");
  }

  @Test
  void listsAreIteratedAndStreamed() {
    client.enroll(company(), EnrollOptions.waitUntilReady(Duration.ofSeconds(30)));
    int lines = 0;
    for (CreditLine line : client.creditLines().list()) {
      assertTrue(line.getPoolAmount() > 0);
      lines++;
    }
    assertEquals(1, lines);
    CreditLineFilter filter = CreditLineFilter.builder().borrower(List.of("472618354")).build();
    assertEquals(1, client.creditLines().list(filter).stream().count());
  }

  /** A null that is not allowed is rejected at the call, by name, before anything is sent. */
  @Test
  void nullIsRefusedByTheNameOfTheParameter() {
    assertRefused("newBorrower", () -> client.enroll(null));
    assertRefused("body", () -> client.borrowers().enroll(null));
    assertRefused("borrowerId", () -> client.borrowers().get(null));
    assertRefused("identifier", () -> NewBorrower.builder(null));
    assertRefused("filter", () -> client.creditLines().list(null));
    assertRefused("apiKey", () -> new Client((String) null, Environment.Sandbox.INSTANCE));
    assertRefused("text", () -> NewBorrower.fromJson(null));
    assertRefused("value", () -> IdentifierType.of(null));
    assertRefused("metadata", () -> NewBorrower.builder("1").metadata(null));
    assertTrue(sandbox.log().isEmpty(), "nothing was sent");
  }

  private static void assertRefused(String parameter, org.junit.jupiter.api.function.Executable call) {
    NullPointerException refused = assertThrows(NullPointerException.class, call);
    assertTrue(refused.getMessage().contains("parameter " + parameter), refused.getMessage());
  }

  /** A null for an optional value means that it is left out. */
  @Test
  void nullMeansLeftOutWhereThatIsAllowed() {
    NewBorrower built = NewBorrower.builder("472618354").name(null).identifierType(null).build();
    assertEquals("{\"identifier\":\"472618354\"}", built.toJson());
    assertEquals(NewBorrower.builder("472618354").build(), built);
  }

  @Test
  void enumsAreTheirNamesOnTheWire() {
    assertEquals("siren", IdentifierType.Siren.INSTANCE.toString());
    assertEquals(IdentifierType.Siren.INSTANCE, IdentifierType.of("siren"));
    assertTrue(IdentifierType.getKnown().contains(IdentifierType.of("siret")));
    assertFalse(IdentifierType.of("martian").isKnown());
  }

  @Test
  void requestsAreCheckedBeforeTheyAreSent() {
    NewBorrower wrong = NewBorrower.builder("472618354").accountNumber("FR1520041010050500013M02606").build();
    assertEquals("iban_checksum", wrong.validate().get(0).getCode());
    assertFalse(wrong.validate(true).isEmpty());
    assertFalse(NewBorrower.checkJson("{\"identifier\": 7}").getProblems().isEmpty());
  }

  @Test
  void aLoanIsRequestedAndFollowedToItsEnd() {
    client.enroll(company(), EnrollOptions.waitUntilReady(Duration.ofSeconds(30)));
    Instant soon = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    PaymentAccount account = PaymentAccount.builder("FR8811111015593603018280926").build();
    NewLoan request =
        NewLoan.builder(10_000, account, soon, soon.plus(Duration.ofDays(60)))
            .borrower(CompanyReference.builder("472618354").identifierType(IdentifierType.Siren.INSTANCE).build())
            .build();
    assertTrue(request.validate().isEmpty());
    LoanOptions options =
        LoanOptions.builder().wait(Duration.ofSeconds(30)).accept(true).pollInterval(Duration.ofMillis(20)).build();
    LoanOutcome.Accepted outcome =
        assertInstanceOf(LoanOutcome.Accepted.class, client.requestLoan(request, options));
    UUID id = outcome.getLoan().getId();

    sandbox.freeze();
    sandbox.setTime(soon.plus(Duration.ofDays(61)));
    for (Loan loan : client.track(id)) {
      assertEquals(LoanStatus.Closed.INSTANCE, loan.getStatus());
      assertEquals(loan.getAmount(), loan.getRepaidNominalAmount());
    }
    assertEquals(1, client.track(id, TrackOptions.builder().wait(Duration.ofSeconds(1)).build()).stream().count());
    assertNull(client.explain("NO_SUCH_CODE", Language.Fr.INSTANCE));
    assertThrows(DefactoException.Validation.class, () -> Pdf.fromBytes(new byte[] {1}, "invoice.pdf"));
  }

  @Test
  void aWebhookIsReceivedAndAWaitEnds() throws Exception {
    String url = WebhookReceiver.newSubscriptionUrl("https://partner.example/hooks");
    NewWebhook hook =
        NewWebhook.builder("java", url, List.of(WebhookEventType.CreditLineCreated.INSTANCE)).build();
    assertEquals(WebhookChange.Created.INSTANCE, client.webhooks().ensure(hook).getChange());
    assertEquals(WebhookChange.Unchanged.INSTANCE, client.webhooks().ensure(hook).getChange());

    Store store = Store.inMemory();
    WebhookReceiver receiver = new WebhookReceiver(url, List.of(), store);
    byte[] body = "{\"event_type\":\"CreditLine.CREATED\",\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    WebhookEvent event = receiver.receive(url, body);
    assertEquals(Freshness.New.INSTANCE, event.getFreshness());
    assertEquals(Freshness.Duplicate.INSTANCE, receiver.receive(url, body).getFreshness());
    assertInstanceOf(WebhookEntity.Unknown.class, event.entity());
    assertEquals(event, WebhookEvent.fromJson(event.toJson()));
    List<String> handled = new ArrayList<>();
    WebhookRouter router =
        new WebhookRouter(new WebhookReceiver(url), client)
            .on("CreditLine.CREATED", (created, line) -> handled.add(created.getId()));
    assertEquals(204, router.route(url, body).getStatus());
    assertEquals(List.of(event.getId()), handled);
    assertThrows(DefactoException.Authentication.class, () -> receiver.receive("/hooks", body));
    assertThrows(DefactoException.NotFound.class, () -> event.refetch(client));

    PendingOptions options = PendingOptions.builder().pollInterval(Duration.ofMillis(20)).build();
    PendingEnrollments pending = new PendingEnrollments(client, store, options);
    assertTrue(pending.add(client.enroll(company())));
    assertTrue(pending.notify(event));
    for (Resolution resolution : pending.resolutions(Duration.ofSeconds(30))) {
      assertEquals("472618354", resolution.getIdentifier());
      assertEquals(ResolutionOutcome.Ready.INSTANCE, resolution.getOutcome());
    }
    assertTrue(pending.isEmpty());
  }

  @Test
  void aPortfolioIsEnrolled() {
    PortfolioOptions options =
        PortfolioOptions.builder()
            .maxInFlight(2)
            .wait(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(20))
            .build();
    try (PortfolioRun run = client.enrollMany(List.of(company(), company()), Store.inMemory(), options)) {
      List<String> outcomes = new ArrayList<>();
      for (PortfolioResult result : run) {
        outcomes.add(result.getOutcome().toString());
      }
      outcomes.sort(null);
      assertEquals(List.of("duplicate", "ready"), outcomes);
      assertEquals(2, run.progress().getRead());
      assertEquals(PortfolioOutcome.Ready.INSTANCE, PortfolioOutcome.of("ready"));
    }
    Iterable<NewBorrower> broken = () -> { throw new IllegalStateException("no companies"); };
    assertThrows(IllegalStateException.class, () -> client.enrollMany(broken, Store.inMemory()));
  }

  @Test
  void aFileIsEnrolledAndReportedOn(@TempDir Path folder) throws IOException {
    Path customers = folder.resolve("customers.txt");
    Files.writeString(customers, "Number|Name\n472618354|Fonderie des Tilleuls SAS\n4,72E+08|Another\n");
    IntakeOptions intake =
        IntakeOptions.builder()
            .format(IntakeFormat.CSV)
            .encoding(IntakeEncoding.UTF8)
            .separator("|")
            .columns(Map.of("Number", "siren"))
            .constants(Map.of("metadata.crm", "T-77"))
            .build();
    try (PortfolioRows rows = PortfolioRows.open(customers, intake)) {
      List<String> pointers = rows.getColumns().stream().map(ColumnUse::getPointer).toList();
      assertEquals(List.of("/identifier", "/name"), pointers);
      List<PortfolioRow> read = rows.stream().toList();
      assertEquals(List.of(2L, 3L), read.stream().map(PortfolioRow::getNumber).toList());
      assertFalse(read.get(0).isInvalid());
      assertEquals(company().getMetadata(), read.get(0).getRequest().getMetadata());
      assertTrue(read.get(1).isInvalid(), "a spreadsheet has damaged it");
      assertEquals("Number", read.get(1).getProblems().get(0).getColumn());
    }
    PortfolioOptions options =
        PortfolioOptions.builder().wait(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).build();
    Store store = Store.inMemory();
    try (PortfolioRun run = client.enrollMany(PortfolioRows.open(customers, intake), store, options)) {
      assertEquals(2, run.stream().count());
    }
    Enrollment followed = client.followEnrollment("472618354");
    assertInstanceOf(Enrollment.Ready.class, followed);

    PortfolioReport report = new PortfolioReport(store);
    assertEquals(1, report.summary().getReady());
    assertEquals(1, report.summary().getInvalid());
    for (PortfolioResult result : report.results()) {
      assertFalse(result.getKnownBefore());
    }
    report.save(folder.resolve("report.html"));
    assertTrue(Files.exists(folder.resolve("report.html")));
    assertThrows(DefactoException.Configuration.class, () -> report.save(folder.resolve("report")));
  }

  @Test
  void aCompanyThatIsAmbiguousIsDecided(@TempDir Path folder) {
    NewBorrower number = NewBorrower.builder("HRB 22222").identifierType(IdentifierType.HrNummer.INSTANCE).build();
    NewBorrower munich =
        NewBorrower.builder("HRB 22222")
            .identifierType(IdentifierType.HrNummer.INSTANCE)
            .name("Alpha Bau GmbH")
            .accountNumber("DE97500105170000000001")
            .directors(
                List.of(
                    Director.builder()
                        .firstName("Käthe")
                        .lastName("Böhm")
                        .birthDate(LocalDate.of(1971, 3, 9))
                        .nationality("DEU")
                        .businessEmail("director@example.org")
                        .address(Address.builder().country("DEU").build())
                        .build()))
            .build();
    assertEquals(CompanyMatch.CannotTell.INSTANCE, munich.compareCompany(number));
    assertEquals(CompanyMatch.Same.INSTANCE, munich.compareCompany(munich));

    Environment environment = Environment.of(sandbox.getUrl());
    Store store = Store.sqlite(folder.resolve("intents.db"));
    try (Client durable = new Client(sandbox.getApiKey(), environment, ClientOptions.builder().build(), store)) {
      EnrollOptions waiting = EnrollOptions.waitUntilReady(Duration.ofSeconds(30));
      Enrollment.Ready ready = assertInstanceOf(Enrollment.Ready.class, durable.enroll(munich, waiting));
      assertTrue(ready.getWarnings().isEmpty());
      Enrollment.Ambiguous ambiguous =
          assertInstanceOf(Enrollment.Ambiguous.class, durable.enroll(number, waiting));
      UUID chosen = ambiguous.getCandidates().get(0).getBorrowerId();
      EnrollOptions decided =
          EnrollOptions.builder().wait(Duration.ofSeconds(30)).borrowerId(chosen).store(store).createNew(false).build();
      assertEquals(ready.getBorrower(), ((Enrollment.Ready) durable.enroll(number, decided)).getBorrower());
      assertNull(LoanOptions.builder().store(null).build().getStore());
    }
  }

  @Test
  void optionsAndTokens() {
    CancelToken token = new CancelToken();
    Client patient = client.withOptions(CallOptions.builder().readTimeout(Duration.ofSeconds(40)).build(), token);
    assertFalse(patient.hello().isEmpty());
    token.cancel();
    assertThrows(DefactoException.Interrupted.class, patient::hello);
    ClientOptions options = ClientOptions.builder().maxRetries(0).build();
    try (Client other = new Client(sandbox.getApiKey(), Environment.of(sandbox.getUrl()), options)) {
      assertEquals(200, other.request("GET", "/hello").getStatus());
    }
  }
}
