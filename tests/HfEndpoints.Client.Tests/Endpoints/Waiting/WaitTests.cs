namespace HfEndpoints.Client.Tests;

/// <summary>A service, a clock that the test moves, and waits that go by it.</summary>
public abstract class WaitTests : IAsyncLifetime
{
    protected static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private protected ManualTimeProvider Clock { get; } = new();

    private protected Service Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await Service.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();

    protected static WaitTarget[] Targets(params string[] names) => [.. names.Select(name => new WaitTarget("acme", name))];

    protected HfClient Client(Uri server) => TestClient.For(server, options => options with { TimeProvider = Clock });

    protected IAsyncEnumerable<EndpointResult> Waiter(
        IEnumerable<WaitTarget> targets, WaitOptions options, CancellationToken cancellationToken = default) =>
        Client(Service.Address).GetWaiter().WaitAsync(targets, options, cancellationToken);

    protected Task<List<EndpointResult>> WaitAsync(IEnumerable<WaitTarget> targets, WaitOptions? options = null) =>
        Expect.AllAsync(Waiter(targets, options ?? new WaitOptions { FollowEvents = false })).WithinDeadlineAsync();
}
