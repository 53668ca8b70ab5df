package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The claim of one operator process on the call, written before the call is made.
@Description("The claim of one operator process on the call.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(
    @Description("1 for the first attempt.") @Required @Min(1) int number,
    @Description("Unique name of the attempt.") @Size(min = 1, max = 128) String id,
    @Description("Process that makes the call; absent once it has given up the claim.")
        @Size(min = 1, max = 316)
        @Nullable String holder,
    @Description("When the claim was made.") @Timestamp Instant startedAt,
    @Description("When the claim ends whatever happens.") @Timestamp Instant deadline,
    @Description("Hash of what goes into the call. Only its change buys a second answer.")
        @Size(max = 128)
        @Nullable String callHash) {

  public Attempt withHolder(@Nullable String holder) {
    return new Attempt(number, id, holder, startedAt, deadline, callHash);
  }
}
