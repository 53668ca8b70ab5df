package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.ModelFailureException;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com",
        "https://user:password@example.com",
        "https://example.com/v1#x",
        "https://example.com/v1?key=x",
        "https:///v1",
        "example.com",
      })
  void refusesUrlsThatCannotBeAnEndpoint(String url) {
    assertThatThrownBy(() -> Endpoint.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint")
        .hasMessageNotContaining("password");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, /chat/completions, /v1/chat/completions",
    "https://api.openai.com/v1/, /chat/completions, /v1/chat/completions",
    "https://api.anthropic.com, /v1/messages, /v1/messages",
    "https://api.anthropic.com/v1, /v1/messages, /v1/messages",
    "https://example.com/a/b, /v1/messages, /a/b/v1/messages",
    "https://x.openai.azure.com/openai/v1, /openai/v1/chat/completions, /openai/v1/chat/completions",
    "https://x.openai.azure.com/openai, /openai/v1/chat/completions, /openai/v1/chat/completions",
    "https://x.openai.azure.com/v1, /openai/v1/chat/completions, /v1/openai/v1/chat/completions",
    "http://ollama:11434/api/, /api/chat, /api/chat",
    "https://proxy/api/v1, /v1/chat/completions, /api/v1/chat/completions",
    "https://proxy/chat, /chat/completions, /chat/chat/completions",
  })
  void namesAVersionOnce(String base, String below, String expected) {
    assertThat(Endpoint.of(base).path(below)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.1.1",
        "0.0.0.0",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd12::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
      })
  void privateAddressesAreRefusedUnlessAllowed(String address) throws Exception {
    InetAddress resolved = InetAddress.getByName(address);
    assertThat(Egress.PUBLIC.allows("h", resolved)).isFalse();
    assertThat(Egress.ANYWHERE.allows("h", resolved)).isTrue();
    assertThat(new Egress(false, Set.of("Models.Local")).allows("models.local", resolved)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "100.100.100.200", "fd00:ec2::254"})
  void metadataServicesAreRefusedEvenWherePrivateAddressesAreAllowed(String address)
      throws Exception {
    assertThat(Egress.ANYWHERE.allows("h", InetAddress.getByName(address))).isFalse();
  }

  @Test
  void publicAddressesAreAllowed() throws Exception {
    assertThat(Egress.PUBLIC.allows("h", InetAddress.getByName("93.184.215.14"))).isTrue();
    assertThat(Egress.PUBLIC.allows("h", InetAddress.getByName("2606:4700::1111"))).isTrue();
  }

  @Test
  void theRefusalSaysHowToAllowIt() {
    assertThatThrownBy(() -> Egress.PUBLIC.resolve("127.0.0.1"))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("network.allowPrivateAddresses");
  }

  @Test
  void aCredentialCannotBePrinted() {
    Credential credential = Credential.key("sk-canary-1");
    assertThat(credential.toString()).doesNotContain("canary");
    assertThat(String.format("%s", credential)).doesNotContain("canary");
    assertThatThrownBy(() -> Credential.key("sk-canary\n-2")).hasMessageNotContaining("canary");
  }
}
