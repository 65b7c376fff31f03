namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads vectors of numbers in one pass: a list of them, or OpenAI's list of objects, in the order of the texts. Nearly all answers are
/// one of these; any other is left to <see cref="EmbeddingReader"/>.
/// </summary>
internal ref struct PlainVectors
{
    // Used again for each vector.
    private readonly List<float> _numbers = [];
    private Utf8JsonReader _reader;

    private PlainVectors(ReadOnlySpan<byte> json) => _reader = new Utf8JsonReader(json);

    /// <summary>The vectors of an answer.</summary>
    /// <param name="json">The answer. No object in it has a member twice.</param>
    /// <param name="count">How many are expected.</param>
    /// <returns>The vectors; null if there are others, or a number that is not finite.</returns>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static float[][]? TryRead(ReadOnlySpan<byte> json, int count)
    {
        var vectors = new PlainVectors(json);
        return vectors.Read(count) is { } all && !vectors._reader.Read() ? all : null;
    }

    private float[][]? Read(int count)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            return ReadAll(count);
        }

        float[][]? vectors = null;
        while (IsAtMember())
        {
            bool isData = _reader.ValueTextEquals("data"u8);
            _reader.Read();
            if (!isData)
            {
                _reader.Skip();
            }
            else if (_reader.TokenType != JsonTokenType.StartArray || (vectors = ReadAll(count)) is null)
            {
                return null;
            }
        }

        return vectors;
    }

    private float[][]? ReadAll(int count)
    {
        float[][] vectors = new float[count][];
        for (int place = 0; place < count; place++)
        {
            _reader.Read();
            if ((_reader.TokenType == JsonTokenType.StartArray ? ReadVector() : ReadItem(place)) is not { } vector)
            {
                return null;
            }

            vectors[place] = vector;
        }

        return _reader.Read() && _reader.TokenType == JsonTokenType.EndArray ? vectors : null;
    }

    private float[]? ReadItem(int place)
    {
        float[]? vector = null;
        while (IsAtMember())
        {
            bool isVector = _reader.ValueTextEquals("embedding"u8);
            bool isIndex = _reader.ValueTextEquals("index"u8);
            _reader.Read();
            if (isVector ? (vector = ReadVector()) is null : isIndex && !IsNumber(place))
            {
                return null;
            }

            _reader.Skip();
        }

        return vector;
    }

    private float[]? ReadVector()
    {
        _numbers.Clear();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.Number
            && _reader.TryGetSingle(out float number) && float.IsFinite(number))
        {
            _numbers.Add(number);
        }

        return _reader.TokenType == JsonTokenType.EndArray && _numbers.Count > 0 ? [.. _numbers] : null;
    }

    private readonly bool IsNumber(int place) =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int number) && number == place;

    private bool IsAtMember() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;
}
