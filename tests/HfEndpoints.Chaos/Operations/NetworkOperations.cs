using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>Operations on address lists and domains.</summary>
internal static class NetworkOperations
{
    public static Operation CreateList(Random random, World world)
    {
        string name = $"list-{world.Next()}";
        return new("New-HfCidrList", $"New-HfCidrList {name} 203.0.113.0/24 | ForEach-Object {{ $_.Name }}")
        {
            IsChange = true,
            Check = outcome =>
            {
                int made = outcome.After!.CidrLists.Values.Count(list => (string)list["name"]! == name);
                return made <= 1 && (!outcome.Succeeded || (made == 1 && outcome.Lines is [string only] && only == name))
                    ? []
                    : [$"it was made {made} times, and emitted as '{string.Join(' ', outcome.Lines)}'"];
            },
        };
    }

    public static Operation ChangeList(Random random, World world)
    {
        if (Pick(random, world.Last.CidrLists) is not { } id)
        {
            return CreateList(random, world);
        }

        string range = $"10.{random.Next(256)}.0.0/16";
        return new("Set-HfCidrList", $"Set-HfCidrList {id} -Range {range} | ForEach-Object {{ $_.Range }}")
        {
            IsChange = true,
            IsRepeatable = true,
            Check = outcome => !outcome.Succeeded || (string?)outcome.After!.CidrLists[id]["cidrList"]![0] == range
                ? []
                : ["the change is not there"],
        };
    }

    public static Operation RemoveList(Random random, World world) =>
        Pick(random, world.Last.CidrLists) is { } id
            ? Removal("Remove-HfCidrList", $"-Id {id}", outcome => outcome.After!.CidrLists.ContainsKey(id))
            : CreateList(random, world);

    public static Operation CreateDomain(Random random, World world)
    {
        string name = $"d{world.Next()}.example.org";
        return new("New-HfDomain", $"New-HfDomain {name} | ForEach-Object {{ $_.Domain }}")
        {
            IsChange = true,
            Check = outcome => !outcome.Succeeded
                || (outcome.After!.Domains.ContainsKey(name) && outcome.Lines is [string only] && only == name)
                ? []
                : [$"it was emitted as '{string.Join(' ', outcome.Lines)}'"],
        };
    }

    public static Operation RemoveDomain(Random random, World world)
    {
        string? name = Pick(random, world.Last.Domains.Where(domain => !IsBeingDeleted(domain.Value)).ToDictionary());
        return name is null
            ? CreateDomain(random, world)
            : Removal("Remove-HfDomain", name, outcome =>
                outcome.After!.Domains.TryGetValue(name, out JsonObject? domain) && !IsBeingDeleted(domain));
    }

    private static Operation Removal(string cmdlet, string what, Func<Outcome, bool> isThere) =>
        new(cmdlet, $"{cmdlet} {what} -Force")
        {
            IsChange = true,
            IsRepeatable = true,
            Check = outcome => outcome.Succeeded && isThere(outcome) ? ["it is still there"] : [],
        };

    private static bool IsBeingDeleted(JsonObject domain) => (string?)domain["status"]?["stage"] == "Deleting";

    private static string? Pick(Random random, IReadOnlyDictionary<string, JsonObject> items) =>
        items.Count == 0 ? null : items.Keys.Order().ElementAt(random.Next(items.Count));
}
