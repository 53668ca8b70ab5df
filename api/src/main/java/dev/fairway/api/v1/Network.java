package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Which addresses calls may go to.
@Description("Which addresses calls may go to.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Network(
    @Description(
            "Allows loopback, private and link-local addresses, for models inside the cluster.")
        boolean allowPrivateAddresses,
    @Description(
            "Hosts that may be called although their address is private or reserved: narrower than allowPrivateAddresses.")
        @ListType("set")
        @Size(max = 64)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<@Size(min = 1, max = 253) String> allowedHosts) {

  public Network {
    allowedHosts = Absent.copyOf(allowedHosts);
  }
}
