namespace HfEndpoints.Client;

/// <content>Which members are read.</content>
internal sealed partial class EndpointFields
{
    private void ReadMember(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("name"u8))
        {
            _name = Text(ref value);
        }
        else if (name.SequenceEqual("type"u8))
        {
            _type = Text(ref value);
        }
        else if (name.SequenceEqual("provider"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => fields.ReadProvider(name, ref value));
        }
        else if (name.SequenceEqual("compute"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => fields.ReadCompute(name, ref value));
        }
        else if (name.SequenceEqual("model"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => fields.ReadModel(name, ref value));
        }
        else if (name.SequenceEqual("tags"u8))
        {
            _tags = Texts(ref value);
        }
        else if (name.SequenceEqual("healthRoute"u8))
        {
            _healthRoute = Text(ref value);
        }
        else if (name.SequenceEqual("status"u8))
        {
            _isUnreadable |= value.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
            ReadObject(ref value, static (fields, name, ref value) => fields.ReadStatus(name, ref value));
        }
        else
        {
            value.Skip();
        }
    }

    private void ReadProvider(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("vendor"u8))
        {
            _vendor = Text(ref value);
        }
        else if (name.SequenceEqual("region"u8))
        {
            _region = Text(ref value);
        }
        else
        {
            value.Skip();
        }
    }

    private void ReadCompute(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("accelerator"u8))
        {
            _accelerator = Text(ref value);
        }
        else if (name.SequenceEqual("instanceType"u8))
        {
            _instanceType = Text(ref value);
        }
        else if (name.SequenceEqual("instanceSize"u8))
        {
            _instanceSize = Text(ref value);
        }
        else if (name.SequenceEqual("scaling"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => fields.ReadScaling(name, ref value));
        }
        else
        {
            value.Skip();
        }
    }

    private void ReadScaling(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("minReplica"u8))
        {
            _minReplica = Count(ref value);
        }
        else if (name.SequenceEqual("maxReplica"u8))
        {
            _maxReplica = Count(ref value);
        }
        else if (name.SequenceEqual("scaleToZeroTimeout"u8))
        {
            _scaleToZeroTimeout = Count(ref value);
        }
        else
        {
            value.Skip();
        }
    }

    private void ReadModel(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("repository"u8))
        {
            _repository = Text(ref value);
        }
        else if (name.SequenceEqual("framework"u8))
        {
            _framework = Text(ref value);
        }
        else if (name.SequenceEqual("revision"u8))
        {
            _revision = Text(ref value);
        }
        else if (name.SequenceEqual("task"u8))
        {
            _task = Text(ref value);
        }
        else
        {
            value.Skip();
        }
    }

    private void ReadStatus(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("state"u8))
        {
            _state = TextOrNothing(ref value);
        }
        else if (name.SequenceEqual("url"u8))
        {
            _url = TextOrNothing(ref value);
        }
        else if (name.SequenceEqual("message"u8))
        {
            _message = Text(ref value);
        }
        else if (name.SequenceEqual("errorMessage"u8))
        {
            _errorMessage = Text(ref value);
        }
        else if (name.SequenceEqual("agentMessage"u8))
        {
            _agentMessage = Text(ref value);
        }
        else if (name.SequenceEqual("readyReplica"u8))
        {
            _readyReplica = Count(ref value);
        }
        else if (name.SequenceEqual("targetReplica"u8))
        {
            _targetReplica = Count(ref value);
        }
        else if (name.SequenceEqual("createdAt"u8))
        {
            _createdAt = Time(ref value);
        }
        else if (name.SequenceEqual("updatedAt"u8))
        {
            _updatedAt = Time(ref value);
        }
        else if (name.SequenceEqual("lastUsedAt"u8))
        {
            _lastUsedAt = Time(ref value);
        }
        else if (name.SequenceEqual("createdBy"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => ReadPerson(name, ref value, ref fields._createdBy));
        }
        else if (name.SequenceEqual("updatedBy"u8))
        {
            ReadObject(ref value, static (fields, name, ref value) => ReadPerson(name, ref value, ref fields._updatedBy));
        }
        else
        {
            value.Skip();
        }
    }

    private static void ReadPerson(ReadOnlySpan<byte> name, ref Utf8JsonReader value, ref string? person)
    {
        if (name.SequenceEqual("name"u8))
        {
            person = Text(ref value);
        }
        else
        {
            value.Skip();
        }
    }
}
