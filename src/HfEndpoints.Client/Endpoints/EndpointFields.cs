namespace HfEndpoints.Client;

/// <summary>What an endpoint's JSON contains, read in one pass. Members of other names, and values of other types, are skipped.</summary>
internal sealed partial class EndpointFields
{
    private string? _name;
    private string? _type;
    private string? _healthRoute;
    private string? _vendor;
    private string? _region;
    private string? _accelerator;
    private string? _instanceType;
    private string? _instanceSize;
    private int? _minReplica;
    private int? _maxReplica;
    private int? _scaleToZeroTimeout;
    private string? _repository;
    private string? _framework;
    private string? _revision;
    private string? _task;
    private HfList<string> _tags = [];
    private string? _state;
    private string? _message;
    private string? _errorMessage;
    private string? _agentMessage;
    private string? _url;
    private int? _readyReplica;
    private int? _targetReplica;
    private DateTimeOffset? _createdAt;
    private string? _createdBy;
    private DateTimeOffset? _updatedAt;
    private string? _updatedBy;
    private DateTimeOffset? _lastUsedAt;
    private bool _isUnreadable;

    private delegate void MemberReader(EndpointFields fields, ReadOnlySpan<byte> name, ref Utf8JsonReader value);

    /// <summary>Reads the value at which the reader is.</summary>
    /// <returns>The fields; null if it is not an endpoint.</returns>
    public static EndpointFields? TryRead(ref Utf8JsonReader reader)
    {
        var fields = new EndpointFields();
        fields.ReadObject(ref reader, static (fields, name, ref value) => fields.ReadMember(name, ref value));
        return fields._name is not { Length: > 0 } || fields._isUnreadable ? null : fields;
    }

    /// <summary>The endpoint.</summary>
    /// <param name="answer">The JSON, with secrets masked.</param>
    /// <param name="exactAnswer">The same as it was sent; null if nothing else in it is masked.</param>
    /// <param name="owner">The namespace.</param>
    /// <param name="service">The API's address.</param>
    public HfInferenceEndpoint ToEndpoint(byte[] answer, byte[]? exactAnswer, string owner, Uri service) => new()
    {
        Name = _name!,
        Namespace = owner,
        EndpointsUri = service,
        Answer = answer,
        ExactAnswer = exactAnswer.AsSpan().SequenceEqual(answer) ? null : exactAnswer,
        Repository = _repository,
        Status = _state ?? "",
        Message = Join(_message, _errorMessage),
        AgentMessage = _agentMessage,
        Url = _url,
        HealthRoute = _healthRoute,
        Framework = _framework,
        Revision = _revision,
        Task = _task,
        Type = _type,
        Vendor = _vendor,
        Region = _region,
        Accelerator = _accelerator,
        InstanceType = _instanceType,
        InstanceSize = _instanceSize,
        MinReplica = _minReplica ?? 0,
        MaxReplica = _maxReplica ?? 0,
        ScaleToZeroTimeout = _scaleToZeroTimeout,
        ReadyReplica = _readyReplica,
        TargetReplica = _targetReplica,
        Tags = _tags,
        CreatedAt = _createdAt,
        CreatedBy = _createdBy,
        UpdatedAt = _updatedAt,
        UpdatedBy = _updatedBy,
        LastUsedAt = _lastUsedAt,
    };

    /// <summary>The text at which the reader is; null for any other value, which is skipped.</summary>
    public static string? Text(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String)
        {
            return value.GetString();
        }

        value.Skip();
        return null;
    }

    /// <summary>The number at which the reader is; null for any other value, which is skipped.</summary>
    public static int? Count(ref Utf8JsonReader value) =>
        value.TokenType == JsonTokenType.Null ? null
        : value.TokenType == JsonTokenType.Number && value.TryGetInt32(out int usual) ? usual
        : JsonElement.ParseValue(ref value).Count();

    // The usual form, or what else may be a time.
    private static DateTimeOffset? Time(ref Utf8JsonReader value) =>
        value.TokenType == JsonTokenType.Null ? null
        : value.TokenType == JsonTokenType.String && value.TryGetDateTimeOffset(out DateTimeOffset usual) && usual.Offset == TimeSpan.Zero
            ? usual
        : JsonElement.ParseValue(ref value).Time();

    private static HfList<string> Texts(ref Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.StartArray)
        {
            value.Skip();
            return [];
        }

        List<string>? texts = null;
        while (value.Read() && value.TokenType != JsonTokenType.EndArray)
        {
            if (Text(ref value) is { } text)
            {
                (texts ??= []).Add(text);
            }
        }

        return texts is null ? [] : [.. texts];
    }

    private void ReadObject(ref Utf8JsonReader reader, MemberReader read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            reader.Read();
            read(this, name, ref reader);
        }
    }

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
}
