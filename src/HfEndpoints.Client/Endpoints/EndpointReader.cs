namespace HfEndpoints.Client;

/// <summary>Reads endpoints from the service's JSON, and keeps the whole JSON with each.</summary>
internal static class EndpointReader
{
    /// <summary>
    /// Reads what can be read of <c>EndpointWithStatus</c> of the service's OpenAPI document. A member of an unexpected
    /// type is in the whole JSON only; without a name and a readable state nothing sensible can be done with an endpoint.
    /// </summary>
    /// <param name="json">The answer, as it may be shown.</param>
    /// <param name="exact">The same as it was sent, from which its settings are read; null if nothing in it is masked.</param>
    /// <param name="owner">The namespace, which the service does not send.</param>
    /// <param name="service">The API's address.</param>
    /// <exception cref="HfException">It is not an endpoint.</exception>
    public static HfInferenceEndpoint Read(JsonElement json, JsonElement? exact, string owner, Uri service)
    {
        JsonElement status = json.Member("status") ?? default;
        if (json.TextOf("name") is not { Length: > 0 } name
            || status.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined)
            || !IsText(status, "state")
            || !IsText(status, "url"))
        {
            throw Unreadable(owner, null);
        }

        JsonElement provider = json.Member("provider") ?? default;
        JsonElement compute = json.Member("compute") ?? default;
        JsonElement scaling = compute.Member("scaling") ?? default;
        JsonElement model = json.Member("model") ?? default;
        try
        {
            string answer = SecretMembers.MaskedText(json);
            string? sent = exact is { } whole ? SecretMembers.MaskedText(whole) : null;
            return new HfInferenceEndpoint
            {
                Name = name,
                Namespace = owner,
                EndpointsUri = service,
                Answer = answer,
                ExactAnswer = sent == answer ? null : sent,
                Repository = model.TextOf("repository"),
                Status = status.TextOf("state") ?? "",
                Message = Join(status.TextOf("message"), status.TextOf("errorMessage")),
                AgentMessage = status.TextOf("agentMessage"),
                Url = status.TextOf("url"),
                HealthRoute = json.TextOf("healthRoute"),
                Framework = model.TextOf("framework"),
                Revision = model.TextOf("revision"),
                Task = model.TextOf("task"),
                Type = json.TextOf("type"),
                Vendor = provider.TextOf("vendor"),
                Region = provider.TextOf("region"),
                Accelerator = compute.TextOf("accelerator"),
                InstanceType = compute.TextOf("instanceType"),
                InstanceSize = compute.TextOf("instanceSize"),
                MinReplica = scaling.CountOf("minReplica") ?? 0,
                MaxReplica = scaling.CountOf("maxReplica") ?? 0,
                ScaleToZeroTimeout = scaling.CountOf("scaleToZeroTimeout"),
                ReadyReplica = status.CountOf("readyReplica"),
                TargetReplica = status.CountOf("targetReplica"),
                Tags = [.. json.TextsOf("tags")],
                CreatedAt = status.TimeOf("createdAt"),
                CreatedBy = status.Member("createdBy")?.TextOf("name"),
                UpdatedAt = status.TimeOf("updatedAt"),
                UpdatedBy = status.Member("updatedBy")?.TextOf("name"),
                LastUsedAt = status.TimeOf("lastUsedAt"),
            };
        }
        // Half a surrogate is reported as the former, a duplicate member of what is masked as the latter.
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw Unreadable(owner, exception);
        }
    }

    /// <summary>Reads the answer to a create: the endpoint, or the catalog's object around it.</summary>
    public static HfInferenceEndpoint ReadCreated(JsonElement json, JsonElement? exact, string owner, Uri service) =>
        Read(json.Member("endpoint") ?? json, exact?.Member("endpoint") ?? exact, owner, service);

    public static EndpointPage ReadPage(JsonElement json, JsonElement? exact, string owner, Uri service)
    {
        if (json.Member("items") is not { ValueKind: JsonValueKind.Array } items)
        {
            throw Unreadable(owner, null);
        }

        string? next = json.TextOf("nextCursor") is { Length: > 0 } text ? text : null;
        int? total = json.CountOf("totalItems") is >= 0 and { } count ? count : null;
        IEnumerable<JsonElement?> sent = exact?.ItemsOf("items").Select(item => (JsonElement?)item)
            ?? Enumerable.Repeat<JsonElement?>(null, items.GetArrayLength());
        return new EndpointPage([.. items.EnumerateArray().Zip(sent, (item, exact) => Read(item, exact, owner, service))], total, next);
    }

    private static bool IsText(JsonElement json, string name) => json.Member(name) is null or { ValueKind: JsonValueKind.String };

    // As sentences, if there are two that differ.
    private static string? Join(string? message, string? error)
    {
        string first = Words(message);
        string second = Words(error);
        return second.Length == 0 || second == first ? message
            : first.Length == 0 ? error
            : $"{first}. {error}";

        static string Words(string? text) => text is null || text.Trim('.', ' ').Length == 0 ? "" : text.TrimEnd('.', ' ');
    }

    private static HfException Unreadable(string owner, Exception? cause) => new(
        HfErrorKind.InvalidResponse, $"The service's answer for namespace '{owner}' is JSON, but no endpoint can be read from it.", cause);
}
