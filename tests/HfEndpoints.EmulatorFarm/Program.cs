// Runs emulators for tests on an older .NET, which cannot have one in their own process.
// Each line read is a command, and gets one line back:
//   start [emulator options]             the address of a new emulator whose clock only the test moves, without --speed
//   start at <time> [emulator options]   the same, and its clock begins at this time
//   stop <address>                       the address again, once it has stopped
using System.Globalization;
using HfEndpoints.Emulator;

var hosts = new Dictionary<string, EmulatorHost>();
while (await Console.In.ReadLineAsync() is string line)
{
    string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    switch (words)
    {
        case ["start", "at", string time, .. string[] options]:
            await StartAsync(options, new StandingClock(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));
            break;
        case ["start", .. string[] options]:
            await StartAsync(options, timeProvider: null);
            break;
        case ["stop", string address]:
            hosts.Remove(address, out EmulatorHost? host);
            await host!.DisposeAsync();
            Console.Out.WriteLine(address);
            break;
        default:
            throw new InvalidOperationException($"'{line}' is not a valid command.");
    }
}

async Task StartAsync(string[] options, TimeProvider? timeProvider)
{
    EmulatorOptions parsed = EmulatorOptions.Parse(options);
    double speed = options.Contains("--speed") ? parsed.Speed : 0;
    EmulatorHost host = await EmulatorHost.StartAsync(parsed with { Port = 0, Speed = speed }, timeProvider);
    hosts.Add(host.Address.AbsoluteUri, host);
    Console.Out.WriteLine(host.Address.AbsoluteUri);
}

internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
