namespace HfEndpoints.Client;

/// <summary>Reads JSON and keeps the line of each value. Comments and a comma after the last item are allowed.</summary>
internal sealed class JsonSource(byte[] json)
{
    private long _counted;
    private int _line = 1;

    public static SourceNode Parse(string text, string file)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        var source = new JsonSource(json);
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            reader.Read();
            SourceNode root = source.ReadNode(ref reader, file);
            reader.Read();
            return root;
        }
        catch (InvalidOperationException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidFile, $"'{file}', line {source._line}: a text contains half a surrogate pair.", exception);
        }
        catch (JsonException exception)
        {
            // The text of the exception ends with the place, counted from 0.
            string reason = exception.Message.Split(" LineNumber:")[0];
            throw new HfException(
                HfErrorKind.InvalidFile, $"'{file}', line {exception.LineNumber + 1}: this is not valid JSON. {reason}", exception);
        }
    }

    private SourceNode ReadNode(ref Utf8JsonReader reader, string file)
    {
        int line = LineOf(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<SourceMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    int nameLine = LineOf(reader.TokenStartIndex);
                    string name = reader.GetString()!;
                    reader.Read();
                    members.Add(new SourceMember(name, nameLine, ReadNode(ref reader, file)));
                }

                return new SourceNode { Line = line, Members = members };
            case JsonTokenType.StartArray:
                var items = new List<SourceNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(ref reader, file));
                }

                return new SourceNode { Line = line, Items = items };
            case JsonTokenType.String:
                // At once: a node would read it, and fail, when it is used.
                return new SourceNode { Line = line, Value = reader.GetString() };
            default:
                return new SourceNode { Line = line, Value = JsonNode.Parse(ref reader) };
        }
    }

    // Tokens come in order, so each line end is counted once.
    private int LineOf(long index)
    {
        for (; _counted < index; _counted++)
        {
            if (json[_counted] == (byte)'\n')
            {
                _line++;
            }
        }

        return _line;
    }
}
