namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads an event of Text Generation Inference that has a token and nothing else in one pass: nearly all events of a stream do. What is
/// not exactly that is left to others, and so is what is not valid.
/// </summary>
internal static class TokenEvent
{
    [Flags]
    private enum Members
    {
        None = 0,
        Index = 1,
        Token = 2,
        TopTokens = 4,
        GeneratedText = 8,
        Details = 16,
        Id = 32,
        Text = 64,
        Logprob = 128,
        Special = 256,
    }

    /// <summary>The token; null if the event is another one.</summary>
    public static HfGeneratedToken? TryRead(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{"u8))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            return Read(ref reader) is { } token && !reader.Read() ? token : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid JSON, or text that is not valid UTF-8 or has half a surrogate pair.
            return null;
        }
    }

    private static HfGeneratedToken? Read(ref Utf8JsonReader reader)
    {
        HfGeneratedToken? token = null;
        Members seen = Members.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Members member = reader.ValueTextEquals("index"u8) ? Members.Index
                : reader.ValueTextEquals("token"u8) ? Members.Token
                : reader.ValueTextEquals("generated_text"u8) ? Members.GeneratedText
                : reader.ValueTextEquals("details"u8) ? Members.Details
                : reader.ValueTextEquals("top_tokens"u8) ? Members.TopTokens
                : Members.None;
            if (!IsNew(member, ref seen) || !reader.Read())
            {
                return null;
            }

            bool isRead = member switch
            {
                Members.Token => reader.TokenType == JsonTokenType.StartObject && (token = ReadToken(ref reader)) is not null,
                Members.Index => reader.TokenType == JsonTokenType.Number,
                _ => reader.TokenType == JsonTokenType.Null,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return token;
    }

    private static HfGeneratedToken? ReadToken(ref Utf8JsonReader reader)
    {
        (long id, string text, double? logprob, bool special) = (0, "", null, false);
        Members seen = Members.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Members member = reader.ValueTextEquals("id"u8) ? Members.Id
                : reader.ValueTextEquals("text"u8) ? Members.Text
                : reader.ValueTextEquals("logprob"u8) ? Members.Logprob
                : reader.ValueTextEquals("special"u8) ? Members.Special
                : Members.None;
            if (!IsNew(member, ref seen) || !reader.Read())
            {
                return null;
            }

            switch ((member, reader.TokenType))
            {
                case (Members.Id, JsonTokenType.Number) when reader.TryGetInt64(out id):
                    break;
                case (Members.Text, JsonTokenType.String):
                    text = reader.GetString()!;
                    break;
                case (Members.Logprob, JsonTokenType.Number) when reader.TryGetDouble(out double number) && double.IsFinite(number):
                    logprob = number;
                    break;
                case (Members.Special, JsonTokenType.True or JsonTokenType.False):
                    special = reader.GetBoolean();
                    break;
                default:
                    return null;
            }
        }

        return new HfGeneratedToken { Id = id, Text = text, Logprob = logprob, Special = special };
    }

    // A member that is there twice makes the event invalid.
    private static bool IsNew(Members member, ref Members seen)
    {
        bool isNew = member != Members.None && (seen & member) == 0;
        seen |= member;
        return isNew;
    }
}
