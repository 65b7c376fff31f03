namespace HfEndpoints.Emulator;

/// <summary>Which requests go wrong, how often and how.</summary>
internal sealed class FaultRule
{
    private static readonly Shape s_shape = new ObjectShape()
        .Maybe(Shape.Text, "method", "path").Maybe(Shape.Count, "times", "status").Maybe(Shape.Number, "probability")
        .Maybe(Shape.Any, "body")
        .Maybe(Shape.Map(Shape.Text), "headers")
        .Maybe(Shape.Count, "delayMs")
        .Maybe(Shape.Choice("before", "after", "middle"), "drop")
        .Maybe(Shape.Any, "garbage").Maybe(Shape.Text, "rawBody")
        .Maybe(Shape.List(Shape.Any), "events")
        .Maybe(Shape.Flag, "hang").Maybe(Shape.Count, "chunkBytes");

    private readonly JsonObject _json;
    private readonly Regex _path;
    private int _hits;

    public FaultRule(JsonNode? json)
    {
        _json = ControlShape.Read(s_shape, json, "fault rule: ");

        // A member that is misspelled would let a test pass that tries nothing.
        string? unknown = ((JsonObject)json!).Where(member => member.Key != "hits" && member.Value is not null)
            .Select(member => member.Key).FirstOrDefault(name => !_json.ContainsKey(name));
        Refuse.If(unknown is not null, () => ServiceException.BadRequest($"fault rule: '{unknown}' is not a member of a rule"));
        Refuse.If(Status is < 200 or > 599, () => ServiceException.BadRequest($"fault rule: status must be from 200 to 599, not {Status}"));
        Refuse.If(
            _json["probability"]?.GetValue<double>() is < 0 or > 1,
            () => ServiceException.BadRequest("fault rule: probability must be from 0 to 1"));
        if (_json["rawBody"]?.GetValue<string>() is string raw)
        {
            RawBody = Convert.TryFromBase64String(raw, new byte[raw.Length], out _)
                ? Convert.FromBase64String(raw)
                : throw ServiceException.BadRequest("fault rule: rawBody must be base64");
        }

        string pattern = _json["path"]?.GetValue<string>() ?? "*";
        _path = new Regex($"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
    }

    public int? Status => _json["status"]?.GetValue<int>();
    public JsonNode? Body => _json["body"];

    public IEnumerable<KeyValuePair<string, string>> Headers =>
        (_json["headers"] as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.GetValue<string>()));

    public TimeSpan Delay => TimeSpan.FromMilliseconds(_json["delayMs"]?.GetValue<int>() ?? 0);
    public string? Drop => _json["drop"]?.GetValue<string>();

    /// <summary>"html" for a page where JSON is expected, "json" for a document that ends half way; null for none.</summary>
    public string? Garbage => _json["garbage"]?.ToString() switch
    {
        null or "false" => null,
        "json" => "json",
        _ => "html",
    };

    /// <summary>The bytes of the answer, whatever they are; null for none.</summary>
    public byte[]? RawBody { get; }

    /// <summary>The events of the answer: a text stands as it is, anything else is the JSON of a data line; null for none.</summary>
    public IEnumerable<string>? Events => (_json["events"] as JsonArray)?.Select(item =>
            item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : "data: " + (item?.ToJsonString() ?? "null"));

    /// <summary>Whether the answer stays open and silent after what the rule says, until the client leaves.</summary>
    public bool Hangs => _json["hang"]?.GetValue<bool>() ?? false;

    /// <summary>Whether the rule says what is answered.</summary>
    public bool HasAnswer => Status is not null || Garbage is not null || RawBody is not null || Events is not null || Hangs;
    public int? ChunkBytes => _json["chunkBytes"]?.GetValue<int>() is > 0 and int bytes ? bytes : null;

    /// <summary>Whether the rule still applies to a request. The caller holds the rules' lock.</summary>
    public bool Matches(string method, string path, Func<double> fraction)
    {
        string wanted = _json["method"]?.GetValue<string>() ?? "*";
        return (wanted == "*" || string.Equals(wanted, method, StringComparison.OrdinalIgnoreCase))
            && (_json["times"] is null || _hits < _json["times"]!.GetValue<int>())
            && _path.IsMatch(path)
            && (_json["probability"] is null || fraction() < _json["probability"]!.GetValue<double>());
    }

    public void Hit() => _hits++;

    public JsonObject ToJson()
    {
        JsonObject json = _json.DeepClone().AsObject();
        json["hits"] = _hits;
        return json;
    }
}

/// <summary>The rules in force. The first that matches a request is the one that applies.</summary>
internal sealed class FaultRules(RandomSource random)
{
    private readonly Lock _lock = new();
    private FaultRule[] _rules = [];

    public void Replace(JsonNode? json)
    {
        JsonArray list = (json as JsonArray ?? (json as JsonObject)?["rules"] as JsonArray)
            ?? throw ServiceException.BadRequest("the faults must be a list of rules");
        _rules = [.. list.Select(item => new FaultRule(item))];
    }

    public void Clear() => _rules = [];

    public FaultRule? Take(string method, string path)
    {
        lock (_lock)
        {
            FaultRule? rule = _rules.FirstOrDefault(candidate => candidate.Matches(method, path, random.NextFraction));
            rule?.Hit();
            return rule;
        }
    }

    public object ToJson() => _rules.Select(rule => rule.ToJson());
}
