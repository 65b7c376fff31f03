namespace HfEndpoints.Emulator;

/// <summary>The rules in force. The first that matches a request is the one that applies.</summary>
internal sealed class FaultRules(RandomSource random)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<FaultRule> _rules = [];

    public void Replace(JsonNode? json)
    {
        JsonArray list = (json as JsonArray ?? (json as JsonObject)?["rules"] as JsonArray)
            ?? throw ServiceException.BadRequest("the faults must be a list of rules");
        FaultRule[] rules = [.. list.Select(item => new FaultRule(item))];
        lock (_lock)
        {
            _rules = rules;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules = [];
        }
    }

    public FaultRule? Take(string method, string path)
    {
        lock (_lock)
        {
            FaultRule? rule = _rules.FirstOrDefault(candidate => candidate.Matches(method, path, random.NextFraction));
            rule?.Hit();
            return rule;
        }
    }

    public JsonArray ToJson()
    {
        lock (_lock)
        {
            return [.. _rules.Select(rule => rule.ToJson())];
        }
    }
}
