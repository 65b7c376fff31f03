namespace HfEndpoints.Emulator;

/// <summary>What the gateway and the engines share.</summary>
internal sealed class ServingServices(
    EmulatorOptions options,
    EndpointStore store,
    AccountDirectory accounts,
    EmulatorClock clock,
    RandomSource random,
    TrafficRecorder traffic,
    BackendProxy backend)
{
    public EmulatorOptions Options { get; } = options;
    public EndpointStore Store { get; } = store;
    public AccountDirectory Accounts { get; } = accounts;
    public EmulatorClock Clock { get; } = clock;
    public RandomSource Random { get; } = random;
    public TrafficRecorder Traffic { get; } = traffic;
    public BackendProxy Backend { get; } = backend;
}
