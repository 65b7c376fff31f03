namespace HfEndpoints.Client;

/// <summary>
/// Reads endpoints from the service's JSON, in one pass, and keeps the whole JSON with each. What can be read of
/// <c>EndpointWithStatus</c> of the service's OpenAPI document is read: a member of an unexpected type is in the whole JSON only. Without
/// a name and a readable state nothing sensible can be done with an endpoint.
/// </summary>
internal static class EndpointReader
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>Reads an endpoint.</summary>
    /// <param name="json">The answer, as it may be shown.</param>
    /// <param name="exact">The same as it was sent, from which its settings are read; null if nothing in it is masked.</param>
    /// <param name="owner">The namespace, which the service does not send.</param>
    /// <param name="service">The API's address.</param>
    /// <exception cref="HfException">It is not an endpoint.</exception>
    public static HfInferenceEndpoint Read(JsonElement json, JsonElement? exact, string owner, Uri service)
    {
        try
        {
            byte[] shown = BytesOf(json);
            var reader = new Utf8JsonReader(shown, s_options);
            reader.Read();
            byte[]? sent = exact is { } whole ? SecretMembers.Masked(BytesOf(whole)) : null;
            return EndpointFields.TryRead(ref reader)?.ToEndpoint(SecretMembers.Masked(shown), sent, owner, service)
                ?? throw Unreadable(owner, null);
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

    /// <summary>Reads a page of a list.</summary>
    public static EndpointPage ReadPage(JsonElement json, JsonElement? exact, string owner, Uri service)
    {
        if (json.Member("items") is not { ValueKind: JsonValueKind.Array } items)
        {
            throw Unreadable(owner, null);
        }

        IEnumerable<JsonElement?> sent = exact?.ItemsOf("items").Select(item => (JsonElement?)item)
            ?? Enumerable.Repeat<JsonElement?>(null, items.GetArrayLength());
        return ToPage(
            [.. items.EnumerateArray().Zip(sent, (item, exact) => Read(item, exact, owner, service))],
            json.CountOf("totalItems"),
            json.TextOf("nextCursor"));
    }

    /// <summary>Reads a page in which nothing is masked from its bytes.</summary>
    /// <returns>The page; null if it has another shape than usual.</returns>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static EndpointPage? TryReadPage(ReadOnlyMemory<byte> json, string owner, Uri service)
    {
        var reader = new Utf8JsonReader(json.Span, s_options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        List<HfInferenceEndpoint>? items = null;
        int? total = null;
        string? next = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("items"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    int start = (int)reader.TokenStartIndex;
                    EndpointFields? fields = EndpointFields.TryRead(ref reader);
                    byte[] answer = SecretMembers.Masked(json[start..(int)reader.BytesConsumed].ToArray());
                    if (fields?.ToEndpoint(answer, null, owner, service) is not { } endpoint)
                    {
                        return null;
                    }

                    items.Add(endpoint);
                }
            }
            else if (name.SequenceEqual("totalItems"u8))
            {
                total = EndpointFields.Count(ref reader);
            }
            else if (name.SequenceEqual("nextCursor"u8))
            {
                next = EndpointFields.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return items is null || reader.Read() ? null : ToPage(items, total, next);
    }

    private static EndpointPage ToPage(IReadOnlyList<HfInferenceEndpoint> items, int? total, string? next) =>
        new(items, total >= 0 ? total : null, next is { Length: > 0 } ? next : null);

    private static byte[] BytesOf(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static HfException Unreadable(string owner, Exception? cause) => new(
        HfErrorKind.InvalidResponse, $"The service's answer for namespace '{owner}' is JSON, but no endpoint can be read from it.", cause);
}
