#if !NET10_0_OR_GREATER
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace HfEndpoints.Emulator;

/// <summary>
/// The emulator as tests on .NET 8 have it. It needs .NET 10 itself, so all of them run in one process of their own, and
/// this has the members of the real host and options that tests use.
/// </summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private static readonly SemaphoreSlim s_turn = new(1);
    private static readonly Lazy<Process> s_farm = new(StartFarm);
    private static readonly HttpClient s_control = new();

    private EmulatorHost(string address) => Address = new Uri(address);

    public Uri Address { get; }

    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, TimeProvider? timeProvider = null) =>
        new(await AskAsync(timeProvider is null || timeProvider == TimeProvider.System
            ? $"start {options.ToArguments()}"
            : $"start at {timeProvider.GetUtcNow():O} {options.ToArguments()}"));

    public void Advance(TimeSpan duration)
    {
        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, $"_emulator/clock/advance?seconds={seconds}"));
        using HttpResponseMessage response = s_control.Send(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync() => await AskAsync($"stop {Address.AbsoluteUri}");

    private static async Task<string> AskAsync(string command)
    {
        await s_turn.WaitAsync();
        try
        {
            await s_farm.Value.StandardInput.WriteLineAsync(command);
            await s_farm.Value.StandardInput.FlushAsync();
            return await s_farm.Value.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"The emulators ended at '{command}'.");
        }
        finally
        {
            s_turn.Release();
        }
    }

    // It ends with its input, and so with this process.
    private static Process StartFarm()
    {
        // Not the host that runs this test: it may have no .NET 10.
        return Process.Start(new ProcessStartInfo(Metadata("SdkHost"))
        {
            ArgumentList = { "exec", Metadata("EmulatorFarm") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
    }

    private static string Metadata(string key) =>
        typeof(EmulatorHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

internal sealed record EmulatorOptions
{
    public int Port { get; init; }

    public double Speed { get; init; }

    public TimeSpan GenerateTime { get; init; }

    public int MaxConcurrent { get; init; }

    public int PageSize { get; init; }

    public string ToArguments()
    {
        var arguments = new StringBuilder();
        if (GenerateTime > TimeSpan.Zero)
        {
            arguments.Append(CultureInfo.InvariantCulture, $" --generate-ms {GenerateTime.TotalMilliseconds}");
        }

        if (MaxConcurrent > 0)
        {
            arguments.Append(CultureInfo.InvariantCulture, $" --max-concurrent {MaxConcurrent}");
        }

        if (PageSize > 0)
        {
            arguments.Append(CultureInfo.InvariantCulture, $" --page-size {PageSize}");
        }

        return arguments.ToString();
    }
}
#endif
