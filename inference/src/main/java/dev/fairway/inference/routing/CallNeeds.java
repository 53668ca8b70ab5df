package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ChatRequest;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the router must know of a call.
///
/// @param inputTokens estimate of the prompt
/// @param outputTokens most that the answer may have, or an estimate
/// @param subject who is assigned in an experiment; null spreads the call by chance
/// @param conversation hash of the conversation's beginning, see [Conversation]; 0 for none
/// @param boundTo id of the only target that will do, because the call replays signatures that only
///   it can check; null for any
/// @param allowed which targets the caller may use
public record CallNeeds(
    long inputTokens,
    long outputTokens,
    Set<Ability> abilities,
    @Nullable String subject,
    long conversation,
    @Nullable String boundTo,
    Predicate<Target> allowed) {
  /// Any target will do.
  public static final CallNeeds NOTHING = new CallNeeds(0, 0, Set.of(), null, 0, null, _ -> true);

  public CallNeeds {
    abilities = Set.copyOf(abilities);
  }

  /// The needs that show in the request itself, with tokens estimated.
  public static CallNeeds of(ChatRequest request) {
    return ChatNeeds.of(request);
  }

  public long tokens() {
    return inputTokens + outputTokens;
  }

  public CallNeeds withTokens(long input, long output) {
    return new CallNeeds(input, output, abilities, subject, conversation, boundTo, allowed);
  }

  public CallNeeds withAbilities(Set<Ability> changed) {
    return new CallNeeds(
        inputTokens, outputTokens, changed, subject, conversation, boundTo, allowed);
  }

  public CallNeeds withSubject(@Nullable String changed) {
    return new CallNeeds(
        inputTokens, outputTokens, abilities, changed, conversation, boundTo, allowed);
  }

  public CallNeeds withConversation(long changed) {
    return new CallNeeds(inputTokens, outputTokens, abilities, subject, changed, boundTo, allowed);
  }

  public CallNeeds withBoundTo(@Nullable String changed) {
    return new CallNeeds(
        inputTokens, outputTokens, abilities, subject, conversation, changed, allowed);
  }

  public CallNeeds withAllowed(Predicate<Target> changed) {
    return new CallNeeds(
        inputTokens, outputTokens, abilities, subject, conversation, boundTo, changed);
  }
}
