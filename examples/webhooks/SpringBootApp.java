package com.example.webhooks;

import com.getdefacto.sdk.DefactoException;
import com.getdefacto.sdk.Freshness;
import com.getdefacto.sdk.WebhookEvent;
import com.getdefacto.sdk.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receiving webhooks with Spring Boot: the raw body, a fast answer, the work in the background. DEFACTO_WEBHOOK_URL is
 * the subscribed URL.
 */
@SpringBootApplication
public class SpringBootApp {
  public static void main(String[] arguments) {
    SpringApplication.run(SpringBootApp.class, arguments);
  }

  @Bean
  WebhookReceiver receiver(@Value("${DEFACTO_WEBHOOK_URL}") String url) {
    return new WebhookReceiver(url);
  }

  /** Polls the pending enrolments (pending.notify(event)), or reads the entity again (event.refetch(client)). */
  @Bean
  Consumer<WebhookEvent> handler() {
    return event -> LoggerFactory.getLogger(SpringBootApp.class).info("received {}", event.getEventType());
  }

  @RestController
  static class Webhooks {
    private final WebhookReceiver receiver;
    private final Consumer<WebhookEvent> handler;
    private final TaskExecutor background;

    Webhooks(WebhookReceiver receiver, Consumer<WebhookEvent> handler, TaskExecutor background) {
      this.receiver = receiver;
      this.handler = handler;
      this.background = background;
    }

    /** Answers before the work is done: the API's time-out is not documented. */
    @PostMapping("/webhooks/defacto")
    ResponseEntity<Void> receive(HttpServletRequest request, InputStream stream) throws IOException {
      String url = request.getRequestURI() + "?" + request.getQueryString();
      // The body of a call without the secret is not read.
      if (!receiver.verify(url)) return ResponseEntity.notFound().build();
      // One byte more than the limit shows that a body is too long; the rest is not read.
      byte[] body = stream.readNBytes(WebhookReceiver.MAX_BODY_BYTES + 1);
      try {
        WebhookEvent event = receiver.receive(url, body);
        if (event.getFreshness().equals(Freshness.New.INSTANCE)) {
          background.execute(() -> dealWith(event));
        }
        return ResponseEntity.noContent().build();
      } catch (DefactoException.Validation noEvent) {
        return ResponseEntity.status(HttpStatus.BAD_REQUEST).build();
      }
    }

    /** Handles the event. After a failure its next delivery counts as new. */
    private void dealWith(WebhookEvent event) {
      try {
        handler.accept(event);
      } catch (RuntimeException failure) {
        receiver.forget(event);
        throw failure;
      }
    }
  }
}
