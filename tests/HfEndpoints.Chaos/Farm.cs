using System.Diagnostics;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>Emulators in a process of their own, so that nothing of theirs is counted as the module's.</summary>
internal sealed class Farm : IDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    public Farm()
    {
        _process = Process.Start(new ProcessStartInfo(Build.DotNet)
        {
            ArgumentList = { "exec", Build.ProgramOf("tests/HfEndpoints.EmulatorFarm") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Starts an emulator that has one user and accepts one token.</summary>
    public async Task<Service> StartAsync(string user, string token, int seed, double speed, string more = "")
    {
        await _turn.WaitAsync();
        try
        {
            string options = FormattableString.Invariant(
                $"--user {user} --org {Service.OrganizationOf(user)} --token {token} --seed {seed} --speed {speed} {more}");
            await _process.StandardInput.WriteLineAsync("start " + options);
            string? address = await _process.StandardOutput.ReadLineAsync().WithinDeadlineAsync();
            return new Service(new Uri(address!), user, token);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _turn.Dispose();
    }
}
