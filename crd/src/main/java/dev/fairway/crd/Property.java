package dev.fairway.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.generator.annotation.Required;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// One property of a record or bean under the name Jackson gives it, with its resolved type, the
/// type as written (for annotations on type arguments), and its annotations.
record Property(
    String name, JavaType type, @Nullable AnnotatedType written, Marks marks, boolean neverNull) {

  /// The properties in order of declaration. Those that have a getter only come last, by name,
  /// because the JVM promises no order of methods.
  static List<Property> of(ObjectMapper mapper, JavaType type) {
    BeanDescription bean = mapper.getSerializationConfig().introspect(type);
    var properties = new ArrayList<Property>();
    bean.findProperties().stream()
        .filter(p -> p.getAccessor() != null)
        .sorted(Comparator.comparing(p -> isDeclared(type.getRawClass(), p) ? "" : p.getName()))
        .forEach(p -> properties.add(of(type.getRawClass(), p)));
    return properties;
  }

  /// Whether an object without this property is not valid.
  boolean isRequired() {
    return marks.has(Required.class)
        || marks.find(JsonProperty.class).map(JsonProperty::required).orElse(false)
        || (neverNull && !hasEmptyForm());
  }

  // What Jackson or the record turns into something empty when it is absent.
  private boolean hasEmptyForm() {
    boolean bytes = type.hasRawClass(byte[].class);
    return type.isPrimitive()
        || type.isMapLikeType()
        || type.isCollectionLikeType()
        || (type.isArrayType() && !bytes);
  }

  private static Property of(Class<?> owner, BeanPropertyDefinition property) {
    return component(owner, property)
        .map(component -> of(component, property))
        .orElseGet(() -> ofBean(property));
  }

  private static Property of(RecordComponent component, BeanPropertyDefinition property) {
    Class<?> owner = component.getDeclaringRecord();
    Marks marks =
        Marks.of(
            component,
            component.getAccessor(),
            field(owner, component.getName()),
            useOf(component.getAnnotatedType()));
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return new Property(
        property.getName(),
        property.getPrimaryType(),
        component.getAnnotatedType(),
        marks,
        isNullMarked(owner) && !nullable);
  }

  private static Property ofBean(BeanPropertyDefinition property) {
    Field field = property.getField() == null ? null : property.getField().getAnnotated();
    Method getter = property.getGetter() == null ? null : property.getGetter().getAnnotated();
    Method setter = property.getSetter() == null ? null : property.getSetter().getAnnotated();
    if (field == null && getter != null)
      field = field(getter.getDeclaringClass(), property.getInternalName());
    AnnotatedType written =
        field != null
            ? field.getAnnotatedType()
            : getter != null ? getter.getAnnotatedReturnType() : null;
    Marks marks = Marks.of(field, getter, setter, written == null ? null : useOf(written));
    return new Property(
        property.getName(), property.getAccessor().getType(), written, marks, false);
  }

  // On an array Java puts a type-use annotation onto the element, where it would be read as a rule
  // for the array.
  private static @Nullable AnnotatedType useOf(AnnotatedType type) {
    return type.getType() instanceof Class<?> c && c.isArray() ? null : type;
  }

  private static boolean isDeclared(Class<?> owner, BeanPropertyDefinition property) {
    return property.getField() != null
        || component(owner, property).isPresent()
        || (property.getGetter() != null
            && field(property.getGetter().getDeclaringClass(), property.getInternalName()) != null);
  }

  private static Optional<RecordComponent> component(
      Class<?> owner, BeanPropertyDefinition property) {
    return owner.isRecord()
        ? Arrays.stream(owner.getRecordComponents())
            .filter(c -> c.getName().equals(property.getInternalName()))
            .findFirst()
        : Optional.empty();
  }

  private static @Nullable Field field(Class<?> owner, String name) {
    return Arrays.stream(owner.getDeclaredFields())
        .filter(f -> f.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isNullMarked(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      if (c.isAnnotationPresent(NullMarked.class)) return true;
      if (c.isAnnotationPresent(NullUnmarked.class)) return false;
    }
    return type.getPackage().isAnnotationPresent(NullMarked.class);
  }
}
