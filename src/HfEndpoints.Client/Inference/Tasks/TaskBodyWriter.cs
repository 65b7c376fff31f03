namespace HfEndpoints.Client.Inference;

/// <summary>Creates the body of a task's request.</summary>
internal sealed class TaskBodyWriter(InferenceTask task)
{
    private readonly JsonObject _parameters = [];
    private readonly JsonObject _members = [];
    private readonly JsonObject _root = [];
    private readonly HashSet<string> _given = [];
    private JsonNode? _inputs;
    private TaskContent? _content;
    private bool _isWhole;

    /// <summary>The input image or sound; null if there is none.</summary>
    public TaskContent? Content => _content;

    /// <summary>The content, where it goes by itself.</summary>
    public TaskContent? BareContent =>
        task.Main.Place == KeywordPlace.Inputs && _parameters.Count == 0 && _root.Count == 0 ? _content : null;

    public void AddInput(TaskInput input)
    {
        if (input.Content is { } content)
        {
            AddContent(content);
        }
        else if (input.Json is JsonObject && task.Main.Place == KeywordPlace.InputsMember)
        {
            // The members by their own names: it is the whole of what the server takes.
            _inputs = input.Json;
            _isWhole = true;
        }
        else
        {
            AddArgument(task.Main.Name, input.Json);
        }
    }

    public void AddArgument(string name, JsonNode? value)
    {
        if (value is null)
        {
            return;
        }

        TaskKeyword? keyword = task.Find(name);
        JsonNode copy = keyword is null ? value.DeepClone() : InForm(value, keyword);
        if (keyword is null)
        {
            (task.HasParametersAtRoot ? _root : _parameters)[name] = copy;
            return;
        }

        if (copy is JsonArray list && list.Count < keyword.MinimumCount)
        {
            throw Refused($"'{name}' needs at least {keyword.MinimumCount} items, and has {list.Count}");
        }

        _given.Add(keyword.Name);
        switch (keyword.Place)
        {
            case KeywordPlace.Inputs:
                _inputs = copy;
                break;
            case KeywordPlace.InputsMember:
                _members[keyword.WireName] = copy;
                break;
            case KeywordPlace.Root:
                _root[keyword.WireName] = copy;
                break;
            case KeywordPlace.MergedParameters when copy is JsonObject more:
                _parameters.Take(more);
                break;
            default:
                (task.HasParametersAtRoot ? _root : _parameters)[keyword.WireName] = copy;
                break;
        }
    }

    /// <summary>Checks the input before it is sent.</summary>
    public void Check()
    {
        string[] missing = [.. task.Keywords
            .Where(keyword => keyword.IsRequired && !_given.Contains(keyword.Name) && !(_isWhole && keyword.IsInput))
            .Select(keyword => $"'{keyword.Name}'")];
        if (missing.Length > 0)
        {
            throw Refused($"it needs {string.Join(" and ", missing)}");
        }

        TaskKeyword? alone = task.Keywords.FirstOrDefault(keyword =>
            keyword.Needs is not null && _given.Contains(keyword.Name) && !_given.Contains(keyword.Needs));
        if (alone is not null)
        {
            throw Refused($"'{alone.Name}' is given without '{alone.Needs}'; give both");
        }
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        JsonNode? inputs = _inputs ?? (_members.Count > 0 ? _members : null);
        if (_content is not null && task.Main.Place == KeywordPlace.Inputs)
        {
            inputs = Encoded();
        }

        if (inputs is not null)
        {
            json["inputs"] = inputs;
        }

        if (!task.HasParametersAtRoot)
        {
            json["parameters"] = _parameters;
        }

        json.Take(_root);
        if (_content is not null && _root.Count > 0)
        {
            // Servers look for the image beside the question, under its own name.
            json[task.Main.WireName] = Encoded();
        }

        return json;
    }

    private void AddContent(TaskContent content)
    {
        if (task.Main.Kind is not (KeywordKind.Content or KeywordKind.Any))
        {
            throw Refused($"'{task.Main.Name}' can't be bytes");
        }

        _content = content;
        _given.Add(task.Main.Name);
        if (task.Main.Place == KeywordPlace.InputsMember)
        {
            _members[task.Main.WireName] = Encoded();
        }
    }

    // One text is a list of one, and the rows of a table are its columns.
    private static JsonNode InForm(JsonNode value, TaskKeyword keyword) => (keyword.Kind, value) switch
    {
        (KeywordKind.TextList, JsonValue one) => new JsonArray(one.DeepClone()),
        (KeywordKind.Table, JsonArray rows) => TableRows.ToColumns(rows),
        (KeywordKind.Table, JsonObject row) when keyword.IsInput && !row.Any(cell => cell.Value is JsonArray) =>
            TableRows.ToColumns(new JsonArray(row.DeepClone())),
        _ => value.DeepClone(),
    };

    private JsonValue Encoded() => JsonValue.Create(Convert.ToBase64String(_content!.Bytes.Span));

    private HfException Refused(string why) => new(HfErrorKind.InvalidRequest, $"The task '{task.Name}' can't be run: {why}.");
}

/// <summary>Makes a table as servers take it, a list of values for each column, of rows.</summary>
internal static class TableRows
{
    public static JsonObject ToColumns(JsonArray rows)
    {
        if (rows.Count == 0 || rows.Any(row => row is not JsonObject))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                "This is not a valid table. Use a list of values for each column, or a list of rows that are objects, at least one.");
        }

        string[] names = [.. rows.SelectMany(row => row!.AsObject().Select(cell => cell.Key)).Distinct()];
        return new JsonObject(names.Select(name => KeyValuePair.Create(
            name, (JsonNode?)new JsonArray([.. rows.Select(row => row![name]?.DeepClone())]))));
    }
}
