namespace HfEndpoints.Emulator;

/// <summary>
/// The type a JSON value must have. Reading gives a copy with the known fields only, and refuses what does not fit in the words
/// of serde, the library that reads requests in the real service.
/// </summary>
internal abstract class Shape
{
    public static readonly Shape Text = new ScalarShape("a string", node => node.GetValueKind() == JsonValueKind.String);
    public static readonly Shape Flag = new ScalarShape(
        "a boolean", node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False);
    public static readonly Shape Number = new ScalarShape("f64", node => node.GetValueKind() == JsonValueKind.Number);
    public static readonly Shape Count = new ScalarShape(
        "u32", node => node.GetValueKind() == JsonValueKind.Number
            && int.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    public static readonly Shape Long = new ScalarShape(
        "u64", node => node.GetValueKind() == JsonValueKind.Number
            && ulong.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    public static readonly Shape Any = new ScalarShape("a value", _ => true);
    public static Shape List(Shape item) => new ListShape(item);
    public static Shape Map(Shape value) => new MapShape(value);
    public static Shape Nullable(Shape shape) => new NullableShape(shape);
    public static Shape Choice(params string[] values) => new ChoiceShape(values);
    public abstract JsonNode? Read(JsonNode? node, string path);
    protected static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    protected static ShapeException InvalidType(JsonNode? node, string expected, string path) =>
        new(path, $"invalid type: {Describe(node)}, expected {expected}");

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => $"string {node.ToJsonString()}",
        JsonValueKind.True or JsonValueKind.False => $"boolean `{node.ToJsonString()}`",
        JsonValueKind.Number when node.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') => $"floating point `{node.ToJsonString()}`",
        JsonValueKind.Number => $"integer `{node.ToJsonString()}`",
        JsonValueKind.Array => "sequence",
        JsonValueKind.Object => "map",
        _ => "null",
    };

    private sealed class ScalarShape(string expected, Func<JsonNode, bool> fits) : Shape
    {
        public override JsonNode? Read(JsonNode? node, string path) =>
            node is not null && fits(node) ? node.DeepClone() : throw InvalidType(node, expected, path);
    }

    private sealed class ListShape(Shape item) : Shape
    {
        public override JsonNode? Read(JsonNode? node, string path) => node is JsonArray array
            ? new JsonArray([.. array.Select((value, index) => item.Read(value, $"{path}[{index}]"))])
            : throw InvalidType(node, "a sequence", path);
    }

    private sealed class MapShape(Shape value) : Shape
    {
        public override JsonNode? Read(JsonNode? node, string path) => node is JsonObject map
            ? new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, value.Read(pair.Value, Join(path, pair.Key)))))
            : throw InvalidType(node, "a map", path);
    }

    private sealed class NullableShape(Shape shape) : Shape
    {
        public override JsonNode? Read(JsonNode? node, string path) => node is null ? null : shape.Read(node, path);
    }

    private sealed class ChoiceShape(string[] values) : Shape
    {
        public override JsonNode? Read(JsonNode? node, string path)
        {
            // Serde looks for the start of a variant here and calls anything else a syntax error.
            Refuse.If(node?.GetValueKind() != JsonValueKind.String, () => new ShapeException(path, "expected value", isSyntax: true));
            return values.Contains(node.GetValue<string>())
                ? node.DeepClone()
                : throw new ShapeException(path, ShapeException.UnknownVariant(node.GetValue<string>(), values));
        }
    }
}

/// <summary>A value that does not fit, and where it is in the document.</summary>
internal sealed class ShapeException(string path, string message, bool isSyntax = false) : Exception(message)
{
    public string Path { get; } = path;
    public bool IsSyntax { get; } = isSyntax;

    public static string UnknownVariant(string value, IReadOnlyList<string> known)
    {
        string expected = known.Count switch
        {
            1 => $"`{known[0]}`",
            2 => $"`{known[0]}` or `{known[1]}`",
            _ => "one of " + string.Join(", ", known.Select(name => $"`{name}`")),
        };
        return $"unknown variant `{value}`, expected {expected}";
    }
}

/// <summary>An object with exactly one key, which names the variant.</summary>
internal sealed class VariantShape(IReadOnlyDictionary<string, Shape> variants) : Shape
{
    public override JsonNode? Read(JsonNode? node, string path)
    {
        JsonObject source = node as JsonObject ?? throw new ShapeException(path, "expected value", isSyntax: true);
        Refuse.If(source.Count != 1, () => new ShapeException(path, "expected map with a single key"));
        (string name, JsonNode? value) = source.Single();
        return variants.TryGetValue(name, out Shape? shape)
            ? new JsonObject { [name] = shape.Read(value, Join(path, name)) }
            : throw new ShapeException(path, ShapeException.UnknownVariant(name, [.. variants.Keys]));
    }
}

/// <summary>An object with known fields; others are dropped, as the service does.</summary>
internal sealed class ObjectShape : Shape
{
    private readonly List<Field> _fields = [];
    public ObjectShape Required(Shape shape, params string[] names) => Add(FieldKind.Required, shape, names);
    public ObjectShape Required(string name, Shape shape) => Required(shape, name);

    /// <summary>A field that may be left out but not be null.</summary>
    public ObjectShape Optional(Shape shape, params string[] names) => Add(FieldKind.Optional, shape, names);

    /// <summary>A field for which null means the same as leaving it out.</summary>
    public ObjectShape Maybe(Shape shape, params string[] names) => Add(FieldKind.Maybe, shape, names);
    public ObjectShape Maybe(string name, Shape shape) => Maybe(shape, name);

    public override JsonNode? Read(JsonNode? node, string path)
    {
        if (node is not JsonObject source)
        {
            throw InvalidType(node, "a map", path);
        }

        var result = new JsonObject();
        // Present values first, in the order of the document, then missing fields: the first problem reported is the one serde meets first.
        foreach ((string name, JsonNode? value) in source)
        {
            Field? field = _fields.Find(candidate => candidate.Name == name);
            if (field is not null && (value is not null || field.Kind != FieldKind.Maybe))
            {
                result[name] = field.Shape.Read(value, Join(path, name));
            }
        }

        Field? missing = _fields.Find(field => field.Kind == FieldKind.Required && !source.ContainsKey(field.Name));
        return missing is null ? result : throw new ShapeException(path, $"missing field `{missing.Name}`");
    }

    private ObjectShape Add(FieldKind kind, Shape shape, string[] names)
    {
        _fields.AddRange(names.Select(name => new Field(name, shape, kind)));
        return this;
    }

    private enum FieldKind
    {
        Required,
        Optional,
        Maybe,
    }

    private sealed record Field(string Name, Shape Shape, FieldKind Kind);
}
