package dev.fairway.crd;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that versions of the kind are converted by a webhook behind a Service. The CA bundle is not
/// known at build time: whoever serves the webhook patches it in.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface ConversionWebhook {
  String serviceName();

  String serviceNamespace();

  String path() default "/convert";

  int port() default 443;

  String[] reviewVersions() default {"v1"};
}
