package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ImageRequest;
import dev.fairway.inference.chat.ImageResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// OpenAI's pictures: `images/generations` in JSON, and `images/edits` as a form; edits are also
/// read from JSON that carries its pictures in data URLs. Not as streams.
final class OpenAiImages implements Operation<ImageRequest, ImageResponse> {
  private static final String DIALECT = OpenAiDialect.NAME;

  private final BinaryOperator<String> path;

  /// @param path of a call by its model and the operation, such as `images/edits`
  OpenAiImages(BinaryOperator<String> path) {
    this.path = path;
  }

  @Override
  public ImageRequest readRequest(String posted, Payload body) {
    return body.isJson()
        ? Reading.request(body.bytes(), OpenAiImages::read)
        : Reading.form(body, OpenAiImages::read);
  }

  private static ImageRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    if (Boolean.TRUE.equals(fields.flag("stream"))) {
      fields.wrong("stream", "is not supported here; leave it out");
    }
    String model = fields.required("model");
    String prompt = fields.required("prompt");
    List<Media> images = fields.objects("images").stream().map(OpenAiImages::picture).toList();
    Fields mask = fields.object("mask");
    Integer count = fields.count("n");
    String size = fields.text("size");
    fields.keepRest();
    return new ImageRequest(
        model,
        prompt,
        images,
        mask == null ? null : picture(mask),
        count,
        size,
        OperationFields.extras(DIALECT, extras));
  }

  private static Media picture(Fields image) {
    if (!(DataUrl.read(image.required("image_url"))
        instanceof Part.Source.Base64(var mediaType, var data))) {
      return image.wrong("image_url", "must carry the picture in a data: URL");
    }
    try {
      return new Media(mediaType, null, Base64.getDecoder().decode(data));
    } catch (IllegalArgumentException _) {
      return image.wrong("image_url", "must be base64");
    }
  }

  private static ImageRequest read(Multipart form) {
    List<Media> images = new ArrayList<>(form.files("image"));
    images.addAll(form.files("image[]"));
    if (images.isEmpty()) {
      throw new WrongField("image", "is required");
    }
    List<Media> masks = form.files("mask");
    FormFields fields = new FormFields(form);
    fields.refuseStream();
    return new ImageRequest(
        fields.required("model"),
        fields.required("prompt"),
        images,
        masks.isEmpty() ? null : masks.getFirst(),
        fields.count("n"),
        fields.text("size"),
        fields.rest(DIALECT));
  }

  @Override
  public Call writeRequest(ImageRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    boolean edits = !request.images().isEmpty();
    Payload body = edits ? form(request, omissions) : json(request, omissions);
    String operation = edits ? "images/edits" : "images/generations";
    return new Call(path.apply(request.model(), operation), body, omissions.dropped());
  }

  private static Payload json(ImageRequest request, Omissions omissions) {
    OperationFields.refuse(omissions, "mask", request.mask());
    Body body =
        new Body()
            .put("model", request.model())
            .put("prompt", request.prompt())
            .put("n", request.count())
            .put("size", request.size());
    return Payload.json(OperationFields.complete(body, request.extras(), DIALECT, omissions));
  }

  private static Payload form(ImageRequest request, Omissions omissions) {
    Multipart form = new Multipart();
    form.text("model", request.model()).text("prompt", request.prompt());
    String name = request.images().size() == 1 ? "image" : "image[]";
    request.images().forEach(image -> form.file(name, image));
    form.file("mask", request.mask()).text("n", request.count()).text("size", request.size());
    FormFields.complete(form, request.extras(), DIALECT, omissions);
    return form.write();
  }

  @Override
  public ImageResponse readAnswer(ImageRequest request, Payload body) {
    return Reading.answer(body.bytes(), OpenAiImages::readAnswer);
  }

  private static ImageResponse readAnswer(Json body) {
    Fields fields = Fields.of(body);
    if (fields.value("data") == null) {
      fields.wrong("data", "is required");
    }
    List<ImageResponse.Image> images =
        fields.objects("data").stream()
            .map(item ->
                new ImageResponse.Image(
                    item.text("url"), item.text("b64_json"), item.text("revised_prompt")))
            .toList();
    Map<String, Json> details = new LinkedHashMap<>(fields.json().fields());
    details.remove("data");
    return new ImageResponse(
        images, new Json.Obj(details), usage(fields.object("usage")), List.of());
  }

  static Usage usage(@Nullable Fields usage) {
    return usage == null
        ? Usage.UNKNOWN
        : new Usage(
            usage.whole("input_tokens"),
            null,
            null,
            null,
            usage.whole("output_tokens"),
            null,
            Usage.Source.REPORTED);
  }

  @Override
  public Payload writeAnswer(ImageRequest request, ImageResponse answer, Instant at) {
    Body body = new Body().put("created", at.getEpochSecond());
    answer.details().fields().forEach(body::put);
    List<Json> data = new ArrayList<>();
    for (ImageResponse.Image image : answer.images()) {
      data.add(
          new Body()
              .put("url", image.url())
              .put("b64_json", image.base64())
              .put("revised_prompt", image.revisedPrompt())
              .json());
    }
    return Payload.json(body.put("data", data).json());
  }
}
