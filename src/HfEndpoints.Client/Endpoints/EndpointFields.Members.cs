namespace HfEndpoints.Client;

/// <content>Which members are read: the first that takes the value ends the search.</content>
internal sealed partial class EndpointFields
{
    private void ReadMember(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        bool isStatus = name.SequenceEqual("status"u8);
        _isUnreadable |= isStatus && value.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
        _ = TakeText(name, "name"u8, ref value, ref _name)
            || TakeText(name, "type"u8, ref value, ref _type)
            || TakeText(name, "healthRoute"u8, ref value, ref _healthRoute)
            || Take(isStatus, ref value, static (fields, name, ref value) => fields.ReadStatus(name, ref value))
            || Take(name.SequenceEqual("model"u8), ref value, static (fields, name, ref value) => fields.ReadModel(name, ref value))
            || Take(name.SequenceEqual("compute"u8), ref value, static (fields, name, ref value) => fields.ReadCompute(name, ref value))
            || Take(name.SequenceEqual("provider"u8), ref value, static (fields, name, ref value) => fields.ReadProvider(name, ref value))
            || TakeTags(name, ref value)
            || Skip(ref value);
    }

    private void ReadProvider(ReadOnlySpan<byte> name, ref Utf8JsonReader value) =>
        _ = TakeText(name, "vendor"u8, ref value, ref _vendor)
            || TakeText(name, "region"u8, ref value, ref _region)
            || Skip(ref value);

    private void ReadCompute(ReadOnlySpan<byte> name, ref Utf8JsonReader value) =>
        _ = TakeText(name, "accelerator"u8, ref value, ref _accelerator)
            || TakeText(name, "instanceType"u8, ref value, ref _instanceType)
            || TakeText(name, "instanceSize"u8, ref value, ref _instanceSize)
            || Take(name.SequenceEqual("scaling"u8), ref value, static (fields, name, ref value) => fields.ReadScaling(name, ref value))
            || Skip(ref value);

    private void ReadScaling(ReadOnlySpan<byte> name, ref Utf8JsonReader value) =>
        _ = TakeCount(name, "minReplica"u8, ref value, ref _minReplica)
            || TakeCount(name, "maxReplica"u8, ref value, ref _maxReplica)
            || TakeCount(name, "scaleToZeroTimeout"u8, ref value, ref _scaleToZeroTimeout)
            || Skip(ref value);

    private void ReadModel(ReadOnlySpan<byte> name, ref Utf8JsonReader value) =>
        _ = TakeText(name, "repository"u8, ref value, ref _repository)
            || TakeText(name, "framework"u8, ref value, ref _framework)
            || TakeText(name, "revision"u8, ref value, ref _revision)
            || TakeText(name, "task"u8, ref value, ref _task)
            || Skip(ref value);

    private void ReadStatus(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        // A state or an address of another type makes the endpoint unreadable.
        _isUnreadable |= value.TokenType is not (JsonTokenType.String or JsonTokenType.Null)
            && (name.SequenceEqual("state"u8) || name.SequenceEqual("url"u8));
        _ = TakeText(name, "state"u8, ref value, ref _state)
            || TakeText(name, "url"u8, ref value, ref _url)
            || TakeText(name, "message"u8, ref value, ref _message)
            || TakeText(name, "errorMessage"u8, ref value, ref _errorMessage)
            || TakeText(name, "agentMessage"u8, ref value, ref _agentMessage)
            || TakeCount(name, "readyReplica"u8, ref value, ref _readyReplica)
            || TakeCount(name, "targetReplica"u8, ref value, ref _targetReplica)
            || TakeTime(name, "createdAt"u8, ref value, ref _createdAt)
            || TakeTime(name, "updatedAt"u8, ref value, ref _updatedAt)
            || TakeTime(name, "lastUsedAt"u8, ref value, ref _lastUsedAt)
            || Take(name.SequenceEqual("createdBy"u8), ref value, static (fields, name, ref value) =>
                _ = TakeText(name, "name"u8, ref value, ref fields._createdBy) || Skip(ref value))
            || Take(name.SequenceEqual("updatedBy"u8), ref value, static (fields, name, ref value) =>
                _ = TakeText(name, "name"u8, ref value, ref fields._updatedBy) || Skip(ref value))
            || Skip(ref value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted, ref Utf8JsonReader value, ref string? field)
    {
        bool isIt = name.SequenceEqual(wanted);
        if (isIt)
        {
            field = Text(ref value);
        }

        return isIt;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeCount(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted, ref Utf8JsonReader value, ref int? field)
    {
        bool isIt = name.SequenceEqual(wanted);
        if (isIt)
        {
            field = Count(ref value);
        }

        return isIt;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeTime(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted, ref Utf8JsonReader value, ref DateTimeOffset? field)
    {
        bool isIt = name.SequenceEqual(wanted);
        if (isIt)
        {
            field = Time(ref value);
        }

        return isIt;
    }

    private bool TakeTags(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        bool isIt = name.SequenceEqual("tags"u8);
        if (isIt)
        {
            _tags = Texts(ref value);
        }

        return isIt;
    }

    private bool Take(bool isIt, ref Utf8JsonReader value, MemberReader read)
    {
        if (isIt)
        {
            ReadObject(ref value, read);
        }

        return isIt;
    }

    private static bool Skip(ref Utf8JsonReader value)
    {
        value.Skip();
        return true;
    }
}
