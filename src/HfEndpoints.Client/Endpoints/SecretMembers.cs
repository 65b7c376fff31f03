namespace HfEndpoints.Client;

/// <summary>The members that are called a secret or a password, wherever they are in a request or an answer.</summary>
internal static class SecretMembers
{
    private static readonly string[] s_names = ["secrets", "secret", "password"];

    /// <summary>The values of those of a request.</summary>
    public static IEnumerable<string> ValuesIn(JsonNode? json, bool isSecret = false) => json switch
    {
        JsonObject members => members.SelectMany(member => ValuesIn(member.Value, isSecret || s_names.Contains(member.Key))),
        JsonArray items => items.SelectMany(item => ValuesIn(item, isSecret)),
        { } value when isSecret => [value.ToString()],
        _ => [],
    };

    /// <summary>An answer in UTF-8 with those masked.</summary>
    public static byte[] Masked(byte[] json)
    {
        if (!MayBeIn(json))
        {
            return json;
        }

        using var document = JsonDocument.Parse(json, JsonLimits.Document);
        return Contains(document.RootElement, isSecret: false) ? Encoding.UTF8.GetBytes(Mask(document.RootElement).GetRawText()) : json;
    }

    /// <summary>An answer with those masked.</summary>
    public static JsonElement Mask(JsonElement json)
    {
        // Most answers contain no secret, and are not copied.
        if (!Contains(json, isSecret: false))
        {
            return json;
        }

        JsonObject copy = JsonObject.Create(json)!;
        MaskBelow(copy, isSecret: false);
        return JsonSerializer.SerializeToElement(copy, HfJson.Context.JsonObject);
    }

    // Most endpoints have no such word but before an empty object, nor an escape that may be one, and are not looked through.
    private static bool MayBeIn(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> word = "secret"u8;
        if (json.Contains((byte)'\\') || json.IndexOf("password"u8) >= 0)
        {
            return true;
        }

        for (int at; (at = json.IndexOf(word)) >= 0; json = json[(at + word.Length)..])
        {
            if (!json[at..].StartsWith("secrets\":{}"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(JsonElement json, bool isSecret)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    if (Contains(member.Value, isSecret || IsSecret(member)))
                    {
                        return true;
                    }
                }

                return false;
            case JsonValueKind.Array:
                foreach (JsonElement item in json.EnumerateArray())
                {
                    if (Contains(item, isSecret))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return isSecret && json.ValueKind != JsonValueKind.Null;
        }
    }

    // Called for every member of a list of endpoints: nothing is encoded or allocated here.
    private static bool IsSecret(JsonProperty member) =>
        member.NameEquals("secrets"u8) || member.NameEquals("secret"u8) || member.NameEquals("password"u8);

    private static void MaskBelow(JsonNode? node, bool isSecret)
    {
        if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (isSecret && list[i] is JsonValue)
                {
                    list[i] = SecretMask.Mask;
                }

                MaskBelow(list[i], isSecret);
            }
        }

        foreach (string name in (node as JsonObject ?? []).Select(member => member.Key).ToArray())
        {
            bool isSecretHere = isSecret || s_names.Contains(name);
            if (isSecretHere && node![name] is JsonValue)
            {
                node[name] = SecretMask.Mask;
            }

            MaskBelow(node![name], isSecretHere);
        }
    }
}
