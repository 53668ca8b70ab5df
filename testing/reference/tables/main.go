// Tables prints what the embedded API server must know of Kubernetes' built-in types: fields with their
// protobuf numbers, whether a zero is kept, how lists and maps merge, static defaults. It reads the
// compiled Go types of the pinned release, so the table holds facts and no prose.
//
//	go run ./tables > ../../apiserver/src/main/resources/dev/fairway/apiserver/types/kubernetes.txt
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	generated "k8s.io/kubernetes/pkg/generated/openapi"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	aggregation "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	_ "k8s.io/kubernetes/pkg/controlplane"
)

var definitions = generated.GetOpenAPIDefinitions(func(path string) spec.Ref {
	return spec.MustCreateRef("#/definitions/" + path)
})

// Types with a JSON form of their own; the server knows them by name.
var special = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":                                             "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":                                        "microtime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":                                         "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":                                         "fieldsv1",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":                                         "quantity",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString":                                       "intorstring",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":                                          "rawextension",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON":                         "json",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray":       "schemaorarray",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool":        "schemaorbool",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray": "schemaorstrings",
}

type table struct {
	out   *bufio.Writer
	seen  map[reflect.Type]bool
	queue []reflect.Type
}

func main() {
	t := &table{out: bufio.NewWriter(os.Stdout), seen: map[reflect.Type]bool{}}
	defer t.out.Flush()
	must(apiextensions.AddToScheme(legacyscheme.Scheme))
	must(aggregation.AddToScheme(legacyscheme.Scheme))

	kinds := map[schema.GroupVersionKind]reflect.Type{}
	for gvk, goType := range legacyscheme.Scheme.AllKnownTypes() {
		stable := gvk.Version == "v1" || gvk.Version == "v2"
		if !stable || strings.HasSuffix(gvk.Group, "internal.apiserver.k8s.io") || !strings.Contains(goType.PkgPath(), "/v") {
			continue
		}
		if goType.PkgPath() == "k8s.io/apimachinery/pkg/apis/meta/v1" && gvk.Kind != "DeleteOptions" && gvk.Kind != "Status" {
			continue
		}
		if goType.PkgPath() == "k8s.io/apimachinery/pkg/apis/meta/v1" && gvk.Group != "" {
			continue
		}
		kinds[gvk] = goType
	}
	var order []schema.GroupVersionKind
	for gvk := range kinds {
		order = append(order, gvk)
	}
	sort.Slice(order, func(i, j int) bool { return order[i].String() < order[j].String() })
	for _, gvk := range order {
		fmt.Fprintf(t.out, "kind %s/%s %s %s\n", gvk.Group, gvk.Version, gvk.Kind, t.name(kinds[gvk]))
	}
	t.name(reflect.TypeOf(metav1.ObjectMeta{}))
	for len(t.queue) > 0 {
		sort.Slice(t.queue, func(i, j int) bool { return path(t.queue[i]) < path(t.queue[j]) })
		next := t.queue[0]
		t.queue = t.queue[1:]
		t.write(next)
	}
}

func path(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// name answers how the table refers to a Go type, and makes sure the type gets written.
func (t *table) name(goType reflect.Type) string {
	if word, ok := special[path(goType)]; ok {
		return word
	}
	switch goType.Kind() {
	case reflect.Ptr:
		return t.name(goType.Elem())
	case reflect.Slice:
		if goType.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		if goType.PkgPath() != "" { // a named list has a protobuf message of its own
			return "wrapped[]" + t.name(goType.Elem())
		}
		return "[]" + t.name(goType.Elem())
	case reflect.Map:
		if goType.PkgPath() != "" && goType.Elem().Kind() == reflect.Slice && goType.Elem().PkgPath() == "" {
			return "{}wrapped" + t.name(goType.Elem())
		}
		return "{}" + t.name(goType.Elem())
	case reflect.Struct:
		if !t.seen[goType] {
			t.seen[goType] = true
			t.queue = append(t.queue, goType)
		}
		return short(path(goType))
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32:
		return "int32"
	case reflect.Int64, reflect.Int:
		return "int64"
	case reflect.Float64:
		return "double"
	default:
		panic("no word for " + goType.String())
	}
}

// short turns k8s.io/api/core/v1.Pod into io.k8s.api.core.v1.Pod, the name in OpenAPI documents.
func short(path string) string {
	name := strings.ReplaceAll(strings.Replace(path, "k8s.io/", "io.k8s.", 1), "/", ".")
	return name
}

func (t *table) write(goType reflect.Type) {
	definition := definitions[definitionName(goType)]
	fmt.Fprintf(t.out, "type %s", short(path(goType)))
	if extension(definition.Schema.Extensions, "x-kubernetes-map-type") == "atomic" {
		fmt.Fprint(t.out, " atomic")
	}
	fmt.Fprintln(t.out)
	t.fields(goType, definition)
}

func definitionName(goType reflect.Type) string {
	if named, ok := reflect.New(goType).Interface().(interface{ OpenAPIModelName() string }); ok {
		return named.OpenAPIModelName()
	}
	return path(goType)
}

func (t *table) fields(goType reflect.Type, definition common.OpenAPIDefinition) {
	for i := 0; i < goType.NumField(); i++ {
		field := goType.Field(i)
		jsonTag := strings.Split(field.Tag.Get("json"), ",")
		if field.Type == reflect.TypeOf(metav1.TypeMeta{}) {
			continue
		}
		number := "0"
		if proto := strings.Split(field.Tag.Get("protobuf"), ","); len(proto) > 1 {
			number = proto[1]
		}
		if has(jsonTag, "inline") || (field.Anonymous && jsonTag[0] == "") {
			fmt.Fprintf(t.out, " %s - %s\n", number, t.name(field.Type))
			continue
		}
		if jsonTag[0] == "" || jsonTag[0] == "-" {
			continue
		}
		property := definition.Schema.Properties[jsonTag[0]]
		fmt.Fprintf(t.out, " %s %s %s", number, jsonTag[0], t.name(field.Type))
		if field.Type.Kind() == reflect.Ptr {
			fmt.Fprint(t.out, " pointer")
		}
		if !has(jsonTag, "omitempty") && !has(jsonTag, "omitzero") {
			fmt.Fprint(t.out, " always")
		}
		if has(definition.Schema.Required, jsonTag[0]) {
			fmt.Fprint(t.out, " required")
		}
		if kind := extension(property.Extensions, "x-kubernetes-list-type"); kind != "" {
			fmt.Fprint(t.out, " list=", kind)
		}
		if keys, ok := property.Extensions["x-kubernetes-list-map-keys"].([]interface{}); ok {
			fmt.Fprint(t.out, " keys=", join(keys))
		}
		if extension(property.Extensions, "x-kubernetes-map-type") != "" {
			fmt.Fprint(t.out, " map=", extension(property.Extensions, "x-kubernetes-map-type"))
		}
		if strategy := field.Tag.Get("patchStrategy"); strategy != "" {
			fmt.Fprint(t.out, " patch=", strategy)
		}
		if key := field.Tag.Get("patchMergeKey"); key != "" {
			fmt.Fprint(t.out, " mergekey=", key)
		}
		if property.Default != nil && field.Type.Kind() != reflect.Struct {
			if text, err := json.Marshal(property.Default); err == nil && string(text) != `""` && string(text) != "0" && string(text) != "false" && string(text) != "{}" {
				fmt.Fprint(t.out, " default=", string(text))
			}
		}
		if len(property.Enum) > 0 {
			fmt.Fprint(t.out, " enum=", join(property.Enum))
		}
		fmt.Fprintln(t.out)
	}
}

func extension(extensions spec.Extensions, name string) string {
	value, _ := extensions[name].(string)
	return value
}

func has(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

func join(values []interface{}) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprint(value))
	}
	return strings.Join(words, ",")
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
