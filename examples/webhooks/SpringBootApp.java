package com.example.webhooks;

import com.getdefacto.sdk.Client;
import com.getdefacto.sdk.Environment;
import com.getdefacto.sdk.WebhookReceiver;
import com.getdefacto.sdk.WebhookRouter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receiving webhooks with Spring Boot: each event goes to its handler, and an error leaves it to the next delivery.
 * DEFACTO_WEBHOOK_URL is the subscribed URL; DEFACTO_API_KEY and DEFACTO_ENVIRONMENT are those of the client. Its query
 * has the secret: give an access log the path alone, as by server.tomcat.accesslog.pattern=%h %t "%m %U" %s
 */
@SpringBootApplication
public class SpringBootApp {
  private static final Logger LOG = LoggerFactory.getLogger(SpringBootApp.class);

  public static void main(String[] arguments) {
    SpringApplication.run(SpringBootApp.class, arguments);
  }

  @Bean
  WebhookReceiver receiver(@Value("${DEFACTO_WEBHOOK_URL}") String url) {
    return new WebhookReceiver(url);
  }

  @Bean(destroyMethod = "close")
  Client client(@Value("${DEFACTO_API_KEY}") String key, @Value("${DEFACTO_ENVIRONMENT}") String environment) {
    return new Client(key, Environment.of(environment));
  }

  /** Polls the pending enrolments (pending.notify(event)), or puts the line into your queue: quickly. */
  @Bean
  WebhookRouter router(WebhookReceiver receiver, Client client) {
    return new WebhookRouter(receiver, client)
        .on("CreditLine.CREATED", (event, line) -> LOG.info("a credit line: {}", event.getId()))
        .onOther((event, entity) -> LOG.info("received {}", event.getEventType()));
  }

  @RestController
  static class Webhooks {
    private final WebhookReceiver receiver;
    private final WebhookRouter router;

    Webhooks(WebhookReceiver receiver, WebhookRouter router) {
      this.receiver = receiver;
      this.router = router;
    }

    /** Answers when the event is handled. An exception is a 500, and the event is new when it comes again. */
    @PostMapping("/webhooks/defacto")
    ResponseEntity<Void> receive(HttpServletRequest request, InputStream stream) throws Exception {
      String url = request.getRequestURI() + "?" + request.getQueryString();
      // The body of a call without the secret is not read.
      if (!receiver.verify(url)) return ResponseEntity.notFound().build();
      // One byte more than the limit shows that a body is too long; the rest is not read.
      byte[] body = stream.readNBytes(WebhookReceiver.MAX_BODY_BYTES + 1);
      return ResponseEntity.status(router.route(url, body).getStatus()).build();
    }
  }
}
