namespace HfEndpoints.Commands;

/// <summary>The endpoint that another object names: a copy from a file or a job, or the output of another cmdlet.</summary>
internal sealed class EndpointRow
{
    private readonly object _given;

    public EndpointRow(object given)
    {
        _given = given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;
        string? name = Read(nameof(HfInferenceEndpoint.Name)) ?? Read("EndpointName") ?? Read("Endpoint");
        Name = name;
        Namespace = Read(nameof(HfInferenceEndpoint.Namespace));
        Service = Read(nameof(HfInferenceEndpoint.EndpointsUri));
    }

    /// <summary>The endpoint's name; null if there is none.</summary>
    public string? Name { get; }

    /// <summary>The user or organization that owns it; null if it is not given.</summary>
    public string? Namespace { get; }

    /// <summary>The address of the API it came from; null if it is not given.</summary>
    public string? Service { get; }

    /// <summary>Whether it can be an endpoint: CIDR lists and accounts have names too.</summary>
    public bool IsEndpoint => Name is not null && _given is not (HfCidrList or HfContext);

    /// <summary>Whether it was made from an endpoint, and so had a namespace.</summary>
    public bool IsPart => _given is PSObject custom
        && custom.TypeNames.Any(type => type.EndsWith(typeof(HfInferenceEndpoint).FullName!, StringComparison.Ordinal));

    /// <summary>Whether it certainly is an endpoint, for parameters that also accept texts and other objects.</summary>
    public bool IsCertain => IsEndpoint && _given is PSObject && (IsPart || Namespace is not null);

    /// <summary>A description for messages, never its content.</summary>
    public string Description => $"An object of the type {_given.GetType().Name}";

    /// <summary>Whether it is a row of the user's own, as of a CSV file, and not a copy of an endpoint.</summary>
    public bool IsTable => !IsPart && Service is null && (_given is IDictionary or PSObject { BaseObject: PSCustomObject });

    /// <summary>The value of a property or a key; null if there is none.</summary>
    public static object? ValueOf(object given, string property) => given is IDictionary table
        ? table.Keys.Cast<object>()
            .Where(key => string.Equals(key.ToString(), property, StringComparison.OrdinalIgnoreCase))
            .Select(key => table[key])
            .FirstOrDefault()
        : PSObject.AsPSObject(given).Properties[property]?.Value;

    private string? Read(string property)
    {
        object? value = ValueOf(_given, property);
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            string text when text.Length > 0 => text,
            Uri uri => uri.OriginalString,
            _ => null,
        };
    }
}
