package com.getdefacto.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.getdefacto.sdk.Borrower;
import com.getdefacto.sdk.CallOptions;
import com.getdefacto.sdk.CancelToken;
import com.getdefacto.sdk.Client;
import com.getdefacto.sdk.CreditLine;
import com.getdefacto.sdk.DefactoException;
import com.getdefacto.sdk.Director;
import com.getdefacto.sdk.EnrollOptions;
import com.getdefacto.sdk.Enrollment;
import com.getdefacto.sdk.IdentifierType;
import com.getdefacto.sdk.NewBorrower;
import com.getdefacto.sdk.PortfolioOptions;
import com.getdefacto.sdk.PortfolioRows;
import com.getdefacto.sdk.PortfolioRun;
import com.getdefacto.sdk.Store;
import com.getdefacto.sdk.testing.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that return a future to Java: they hold no thread, and cancelling the future ends them. */
class FuturesTest {
  private static final PortfolioOptions PORTFOLIO =
      PortfolioOptions.builder().wait(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).build();
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
  void futuresHoldNoThread() throws Exception {
    EnrollOptions options =
        EnrollOptions.builder().wait(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).build();
    CompletableFuture<List<CreditLine>> lines =
        client
            .enrollAsync(company(), options)
            .thenApply(outcome -> assertInstanceOf(Enrollment.Ready.class, outcome).getBorrower())
            .thenCompose(borrower -> client.borrowers().getAsync(borrower.getId()))
            .thenCompose(borrower -> client.creditLines().list().allAsync());
    assertEquals(1, lines.get(30, TimeUnit.SECONDS).size());

    List<Borrower> borrowers = new ArrayList<>();
    client.borrowers().list().forEachAsync(borrowers::add).get(30, TimeUnit.SECONDS);
    assertEquals("472618354", borrowers.get(0).getIdentifier());
    assertEquals(1, client.borrowers().list().pageAsync().get(30, TimeUnit.SECONDS).getData().size());
    assertNull(client.borrowers().deactivateAsync(borrowers.get(0).getId()).get(30, TimeUnit.SECONDS));
    assertEquals(200, client.requestAsync("GET", "/hello").get(30, TimeUnit.SECONDS).getStatus());

    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> client.borrowers().getAsync(new UUID(0, 0)).get());
    assertInstanceOf(DefactoException.NotFound.class, refused.getCause());
    NullPointerException missing = assertThrows(NullPointerException.class, () -> client.enrollAsync(null));
    assertTrue(missing.getMessage().contains("parameter newBorrower"), missing.getMessage());
  }

  @Test
  void aCancelledFutureSendsNothingMore() throws Exception {
    sandbox.fault("latency", "GET /hello", Map.of("delay_ms", 30_000));
    CompletableFuture<String> asking = client.helloAsync();
    StoryKt.eventually("the request", 20, () -> !sandbox.log().isEmpty());
    assertTrue(asking.cancel(true));
    assertThrows(CancellationException.class, asking::get);
    // Another way: a token. Its exception holds what is needed to continue the call.
    CancelToken token = new CancelToken();
    sandbox.fault("latency", "POST /borrowers", Map.of("delay_ms", 30_000));
    Client patient = client.withOptions(CallOptions.builder().build(), token);
    CompletableFuture<Enrollment> enrolling =
        patient.enrollAsync(company(), EnrollOptions.waitUntilReady(Duration.ofSeconds(30)));
    StoryKt.eventually("the enrolment", 20, () -> !StoryKt.requests(sandbox, "POST /borrowers").isEmpty());
    token.cancel();
    ExecutionException stopped = assertThrows(ExecutionException.class, enrolling::get);
    DefactoException.Interrupted cause = assertInstanceOf(DefactoException.Interrupted.class, stopped.getCause());
    assertFalse(cause.getDetails().getResumeToken().isEmpty());
    StoryKt.sendsNothingMore(sandbox, 300);
  }

  @Test
  void aPortfolioHoldsNoThread() throws Exception {
    Store store = Store.inMemory();
    Queue<String> outcomes = new ConcurrentLinkedQueue<>();
    List<NewBorrower> twice = List.of(company(), company());
    PortfolioRun run = client.enrollManyAsync(twice, store, PORTFOLIO).get(30, TimeUnit.SECONDS);
    assertNull(run.forEachAsync(result -> outcomes.add(result.getOutcome().toString())).get(30, TimeUnit.SECONDS));
    assertEquals(List.of("duplicate", "ready"), outcomes.stream().sorted().toList());
    assertEquals(2, run.progress().getRead());
    assertFalse(run.iterator().hasNext(), "it is gone through once");
    assertNull(run.forEachAsync(result -> fail("no result is left")).get(30, TimeUnit.SECONDS));

    // The end of a run frees the store for the next run, which starts and ends without a thread of the app.
    CompletableFuture<Void> again =
        client
            .enrollManyAsync(List.of(company()).iterator(), store, PORTFOLIO)
            .thenCompose(next -> next.forEachAsync(result -> outcomes.add("again " + result.getOutcome())));
    assertNull(again.get(30, TimeUnit.SECONDS));
    assertTrue(outcomes.contains("again ready"));
  }

  @Test
  void theFutureOfAPortfolioGoesOnWhereItsIteratorHasCome() throws Exception {
    PortfolioRun run = client.enrollMany(List.of(company(), company()), Store.inMemory(), PORTFOLIO);
    Queue<Long> rows = new ConcurrentLinkedQueue<>();
    assertTrue(run.iterator().hasNext());
    run.forEachAsync(result -> rows.add(result.getRow())).get(30, TimeUnit.SECONDS);
    assertEquals(List.of(1L, 2L), rows.stream().sorted().toList());
  }

  @Test
  void theFutureOfAFileNamesItsLines(@TempDir Path folder) throws Exception {
    Path customers = folder.resolve("customers.csv");
    Files.writeString(customers, "siren\n472618354\n4,72E+08\n");
    Queue<Long> rows = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> run =
        client
            .enrollManyAsync(PortfolioRows.open(customers), Store.inMemory(), PORTFOLIO)
            .thenCompose(begun -> begun.forEachAsync(result -> rows.add(result.getRow())));
    assertNull(run.get(30, TimeUnit.SECONDS));
    assertEquals(List.of(2L, 3L), rows.stream().sorted().toList());
  }

  @Test
  void aCancelledPortfolioSendsNothingMoreAndGoesOn() throws Exception {
    Store store = Store.inMemory();
    Iterator<NewBorrower> endless = IntStream.iterate(1, row -> row + 1).mapToObj(StoryKt::french).iterator();
    AtomicInteger results = new AtomicInteger();
    CompletableFuture<Void> running =
        client.enrollMany(endless, store, PORTFOLIO).forEachAsync(result -> results.incrementAndGet());
    StoryKt.eventually("some results", 20, () -> results.get() > 5);
    assertTrue(running.cancel(true));
    assertThrows(CancellationException.class, running::get);
    // The store is free for the next run once the previous one has ended.
    StoryKt.eventually("the next run", 20, () -> begins(store));
    StoryKt.sendsNothingMore(sandbox, 300);
  }

  private static boolean begins(Store store) {
    try (PortfolioRun next = client.enrollMany(List.<NewBorrower>of(), store, PORTFOLIO)) {
      next.stop();
      return true;
    } catch (DefactoException.Store taken) {
      return false;
    }
  }

  @Test
  void whatEndsAPortfolioEndsItsFuture() {
    Iterator<NewBorrower> broken =
        IntStream.range(0, 2)
            .mapToObj(row -> {
              if (row > 0) throw new IllegalStateException("the database is gone");
              return company();
            })
            .iterator();
    PortfolioRun run = client.enrollMany(broken, Store.inMemory(), PORTFOLIO);
    ExecutionException ended = assertThrows(ExecutionException.class, () -> run.forEachAsync(result -> {}).get());
    assertInstanceOf(IllegalStateException.class, ended.getCause());

    PortfolioRun another = client.enrollMany(List.of(company()), Store.inMemory(), PORTFOLIO);
    CompletableFuture<Void> refused =
        another.forEachAsync(result -> { throw new UnsupportedOperationException("enough"); });
    assertInstanceOf(
        UnsupportedOperationException.class, assertThrows(ExecutionException.class, refused::get).getCause());

    Iterable<NewBorrower> none = () -> { throw new IllegalStateException("no companies"); };
    CompletableFuture<PortfolioRun> beginning = client.enrollManyAsync(none, Store.inMemory());
    assertInstanceOf(
        IllegalStateException.class, assertThrows(ExecutionException.class, beginning::get).getCause());
  }
}
