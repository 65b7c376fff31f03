using System.Text.RegularExpressions;
using HfEndpoints.Commands;

namespace HfEndpoints;

/// <summary>
/// An endpoint as a parameter takes it: a name, wildcards, <c>namespace/name</c>, the object itself, or a copy of it from a
/// file or a job. An invalid reference fails when it is used, so that only its own item fails.
/// </summary>
public sealed partial class HfEndpointReference
{
    /// <summary>Refers to an endpoint by its name, or by its namespace and name.</summary>
    /// <param name="name">The name, which may contain wildcards, or <c>namespace/name</c>.</param>
    public HfEndpointReference(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Given = name;
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        Namespace = slash < 0 ? null : name[..slash];
        Name = name[(slash + 1)..];
        IsPattern = WildcardPattern.ContainsWildcardCharacters(Name);
        Refusal = Check();
    }

    /// <summary>Refers to an endpoint object.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public HfEndpointReference(HfInferenceEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Given = endpoint;
        Name = endpoint.Name;
        Namespace = endpoint.Namespace;
        Endpoint = endpoint.Connection is null ? null : endpoint;
        Service = endpoint.Connection is null ? endpoint.EndpointsUri.OriginalString : null;
    }

    /// <summary>Refers to an endpoint by a copy of it, or by a row of a table.</summary>
    /// <param name="copy">An object or a hashtable with Name and Namespace.</param>
    public HfEndpointReference(object copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        Given = copy;
        var row = new EndpointRow(copy);
        var named = new HfEndpointReference(row.Name ?? "");
        Name = named.Name;
        Namespace = row.Namespace ?? named.Namespace;
        Service = row.Service;
        Refusal = !row.IsEndpoint
            ? Refuse($"{row.Description} is not an endpoint. Use an endpoint, its name, or an object with its Name and Namespace.")
            : named.Refusal ?? CheckRow(row, named);
        NeedsNamespace = row.IsPart && Namespace is null;
        Row = row.IsTable && Refusal is null ? copy : null;
    }

    /// <summary>The endpoint's name.</summary>
    public string Name { get; }

    /// <summary>The user or organization that owns it; null if only its name was given.</summary>
    public string? Namespace { get; }

    /// <summary>The endpoint; null if only its name was given.</summary>
    public HfInferenceEndpoint? Endpoint { get; }

    /// <summary>The argument, for error records.</summary>
    internal object Given { get; }

    /// <summary>The row of a table that named it, whose other columns may be settings; null for anything else.</summary>
    internal object? Row { get; }

    /// <summary>Whether it contains wildcards.</summary>
    internal bool IsPattern { get; }

    /// <summary>The identity of the endpoint: the same name may exist in another namespace, account or service.</summary>
    internal object Key => (Endpoint?.Connection, Namespace, Name);

    // The address of the API that a copy came from; null if it does not say.
    private string? Service { get; }

    private bool NeedsNamespace { get; }

    /// <summary>Whether it does not name an endpoint.</summary>
    internal bool IsRefused => Refusal is not null;

    private HfException? Refusal { get; }

    /// <summary>The namespace, without a request; null for the session's.</summary>
    /// <param name="chosen">The namespace given as a parameter.</param>
    /// <param name="connection">The account and service it is to be asked of.</param>
    /// <exception cref="HfException">It does not name an endpoint, or contradicts the parameters.</exception>
    internal string? Resolve(string? chosen, HfConnection connection)
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }

        if (Namespace is not null && chosen is not null && !string.Equals(Namespace, chosen, StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(
                $"Endpoint '{Namespace}/{Name}' is not in the namespace '{chosen}'. "
                    + $"Leave -Namespace out, or name an endpoint of '{chosen}'.");
        }

        if (NeedsNamespace && chosen is null)
        {
            throw Refuse(
                $"This part of the endpoint '{Name}' does not contain its Namespace, and another namespace may have an endpoint "
                + "of that name. Keep the property Namespace, or use -Namespace.");
        }

        if (Service is not null && !IsService(connection.EndpointsUri))
        {
            throw Refuse(
                $"This copy of the endpoint '{Namespace}/{Name}' is of the service '{Service}', but the session uses "
                + $"'{connection.EndpointsUri}'. Connect to its service with 'Connect-HfAccount', or use its name.");
        }

        return Namespace ?? chosen;
    }

    /// <summary>The name as it was given.</summary>
    /// <returns>The name, preceded by its namespace if that was given.</returns>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";

    private HfException? Check()
    {
        try
        {
            if (IsPattern)
            {
                NamePattern.Compile(Name);
            }
            else
            {
                EndpointRules.CheckName(Name);
            }
        }
        catch (HfException exception)
        {
            return exception;
        }

        return Namespace is null || Owner().IsMatch(Namespace)
            ? null
            : Refuse($"'{Namespace}' is not a valid namespace. Use the name of a user or an organization, as in 'alice/{Name}'.");
    }

    private HfException? CheckRow(EndpointRow row, HfEndpointReference named)
    {
        if (named.IsPattern)
        {
            return Refuse($"An object means one endpoint, but its name '{Name}' contains wildcards. Use -Name for those.");
        }

        if (named.Namespace is not null && row.Namespace is not null && named.Namespace != row.Namespace)
        {
            return Refuse($"'{row.Name}' is not in the namespace '{row.Namespace}' that stands beside it.");
        }

        return Namespace is null || Owner().IsMatch(Namespace) ? null : Refuse($"'{Namespace}' is not a valid namespace.");
    }

    private bool IsService(Uri uri) => Uri.TryCreate(Service, UriKind.Absolute, out Uri? own)
        && string.Equals(own.AbsoluteUri.TrimEnd('/'), uri.AbsoluteUri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static HfException Refuse(string message) => new(HfErrorKind.InvalidRequest, message);

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}\z")]
    private static partial Regex Owner();
}
