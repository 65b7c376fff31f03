namespace HfEndpoints.Emulator;

/// <summary>An object with known fields; others are dropped, as the service does.</summary>
internal sealed class ObjectShape : Shape
{
    private readonly List<Field> _fields = [];
    public ObjectShape Required(string name, Shape shape) => Add(new Field(name, shape, FieldKind.Required));

    /// <summary>A field that may be left out but not be null.</summary>
    public ObjectShape Optional(string name, Shape shape) => Add(new Field(name, shape, FieldKind.Optional));

    /// <summary>A field for which null means the same as leaving it out.</summary>
    public ObjectShape Maybe(string name, Shape shape) => Add(new Field(name, shape, FieldKind.Maybe));

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

    private ObjectShape Add(Field field)
    {
        _fields.Add(field);
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
