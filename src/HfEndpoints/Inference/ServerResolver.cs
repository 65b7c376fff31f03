using System.Collections.Concurrent;
using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>
/// Finds where an endpoint is reached, once for all its inputs. One that said it runs is taken at its word; any other
/// is asked for how it is now.
/// </summary>
internal sealed class ServerResolver
{
    private readonly HfConnection _session;
    private readonly HfToken? _token;
    private readonly string? _namespace;
    private readonly InferenceTarget? _fixed;
    private readonly bool _allowPending;
    private readonly Action<string> _log;
    private readonly ConcurrentDictionary<object, Lazy<Task<InferenceServer>>> _found = new();

    public ServerResolver(
        HfConnection session,
        HfToken? token,
        string? owner,
        InferenceTarget? fixedTarget,
        bool allowPending,
        Action<string> log)
    {
        _session = session;
        _token = token;
        _namespace = owner;
        _fixed = fixedTarget;
        _allowPending = allowPending;
        _log = log;
    }

    /// <summary>The server of an endpoint; the same failure for each of its inputs.</summary>
    public Task<InferenceServer> FindAsync(HfEndpointReference? endpoint, CancellationToken cancellationToken)
    {
        object key = _fixed ?? endpoint!.Key;
        return _found.GetOrAdd(key, _ => new(() => FindOnceAsync(endpoint, cancellationToken))).Value;
    }

    private async Task<InferenceServer> FindOnceAsync(
        HfEndpointReference? reference, CancellationToken cancellationToken)
    {
        HfConnection connection = reference?.Endpoint?.Connection ?? _session;
        HfClient client = new(connection.Options with { Token = _token ?? connection.Options.Token, Log = _log });
        if (_fixed is not null)
        {
            return new InferenceServer(client, _fixed);
        }

        if (reference!.Endpoint is { Status: EndpointStates.Running, Url: { } url } running
            && Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
        {
            return new InferenceServer(
                client, new InferenceTarget(address, SendToken: true, running.Name), running.Task);
        }

        string owner = reference.Namespace ?? _namespace ?? await NamespaceAsync(client, cancellationToken)
            .ConfigureAwait(false);
        InferenceEndpoint endpoint = await client.Endpoints.GetAsync(owner, reference.Name, cancellationToken)
            .ConfigureAwait(false);
        return new InferenceServer(client, InferenceTarget.FromEndpoint(endpoint, _allowPending), endpoint.Model.Task);
    }

    private Task<string> NamespaceAsync(HfClient client, CancellationToken cancellationToken)
    {
        _session.RequireToken();
        return _session.GetNamespaceAsync(client, cancellationToken);
    }
}
