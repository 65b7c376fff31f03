namespace HfEndpoints.Client;

/// <summary>The control routes of an emulator, which need no token.</summary>
internal sealed class EmulatorClient(HfTransport transport)
{
    /// <summary>What the emulator was asked, oldest first.</summary>
    public Task<IReadOnlyList<HfEmulatorRequest>> ListRequestsAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "requests", "list the requests", null, json => Items(json).Select(ReadRequest), cancellationToken);

    /// <summary>Forgets the requests, and nothing else.</summary>
    public Task ForgetRequestsAsync(CancellationToken cancellationToken) =>
        AskAsync<object>(HttpMethod.Delete, "requests", "forget the requests", null, _ => [], cancellationToken);

    /// <summary>Forgets everything.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) =>
        AskAsync<object>(HttpMethod.Post, "reset", "reset the emulator", new JsonObject(), _ => [], cancellationToken);

    /// <summary>What each endpoint has cost.</summary>
    public Task<IReadOnlyList<HfEmulatorBill>> ListBillsAsync(CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, "bill", "read the bill", null, json => json.ListOf("endpoints", "the bill").Select(ReadBill), cancellationToken);

    /// <summary>The faults that are switched on.</summary>
    public Task<IReadOnlyList<HfEmulatorFault>> ListFaultsAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "faults", "list the faults", null, json => Items(json).Select(ReadFault), cancellationToken);

    /// <summary>Replaces all faults.</summary>
    public Task<IReadOnlyList<HfEmulatorFault>> ReplaceFaultsAsync(JsonArray rules, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Put, "faults", "set the faults", new JsonObject { ["rules"] = rules }, json => Items(json).Select(ReadFault),
        cancellationToken);

    private Task<IReadOnlyList<T>> AskAsync<T>(
        HttpMethod method, string route, string action, JsonObject? body, Func<JsonElement, IEnumerable<T>> read,
        CancellationToken cancellationToken)
    {
        var request = new HfRequest(method, UriPath.Append(transport.Options.HubUri, "_emulator", route))
        {
            Action = action,
            SendToken = false,
            Content = body is null ? null : () => HfJson.ToContent(body, HfJson.Context.JsonObject),
        };
        return transport.SendJsonAsync<IReadOnlyList<T>>(request, json => [.. read(json)], cancellationToken);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw JsonMembers.Unreadable("a list");

    private static HfEmulatorRequest ReadRequest(JsonElement json) => new()
    {
        Time = json.TimeOf("time"),
        Method = json.TextOf("method") ?? "",
        Path = json.TextOf("path") ?? "",
        Query = json.TextOf("query") ?? "",
        Status = json.CountOf("status"),
        Outcome = json.FlagOf("dropped") == true ? "cut"
            : json.FlagOf("aborted") == true ? "left"
            : json.FlagOf("inFlight") == true ? "underWay"
            : "done",
        HasToken = json.FlagOf("authorization") == true,
        Body = json.Member("body")?.ToValue(),
    };

    private static HfEmulatorBill ReadBill(JsonElement json) => new()
    {
        Name = json.TextOf("name") ?? "",
        Namespace = json.TextOf("namespace") ?? "",
        BilledTime = TimeSpan.FromSeconds(json.NumberOf("billedSeconds") is >= 0 and < 1e10 and { } seconds ? seconds : 0),
        Usd = (decimal)(json.NumberOf("usd") is >= 0 and < 1e15 and { } usd ? usd : 0),
    };

    private static HfEmulatorFault ReadFault(JsonElement json)
    {
        JsonObject rule = JsonObject.Create(json) ?? throw JsonMembers.Unreadable("a fault");
        rule.Remove("hits");
        return new HfEmulatorFault
        {
            Method = json.TextOf("method"),
            Path = json.TextOf("path"),
            Times = json.CountOf("times"),
            Hits = json.CountOf("hits") ?? 0,
            Rule = rule.ToJsonString(),
        };
    }
}
