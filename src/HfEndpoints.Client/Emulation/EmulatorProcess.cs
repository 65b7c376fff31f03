using System.Diagnostics;

namespace HfEndpoints.Client;

/// <summary>
/// Starts and stops emulators. Each holds the end of a pipe of this process, and ends when the pipe does: however this process
/// ends, none is left behind.
/// </summary>
internal static class EmulatorProcess
{
    private const string TokenOption = "--token";
    private const string Listening = "listening on ";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<int, Process> s_running = new();

    /// <summary>The ids of those that this process has started and not stopped.</summary>
    public static IReadOnlyCollection<int> Running => [.. s_running.Where(entry => !entry.Value.HasExited).Select(entry => entry.Key)];

    /// <summary>Starts one, and returns when it accepts connections.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">The options of its command line.</param>
    /// <param name="folder">Where it starts: <c>dotnet tool exec</c> takes the NuGet sources that are configured there.</param>
    /// <param name="cancellationToken">Ends it again.</param>
    /// <exception cref="HfException">It does not start. The message has what it said.</exception>
    public static async Task<HfEmulator> StartAsync(
        EmulatorProgram program, IReadOnlyList<string> options, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo
        {
            FileName = program.FileName,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in program.Arguments.Concat(options).Append("--stop-with-input"))
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Begin(start);
        s_running[process.Id] = process;
        try
        {
            Task<string> said = process.StandardError.ReadToEndAsync(CancellationToken.None);
            Uri address = await ReadAddressAsync(process, cancellationToken).WaitAsync(s_patience, cancellationToken).ConfigureAwait(false)
                ?? throw EmulatorProgram.NotStarted($"The emulator did not start: {Sentence(await said.ConfigureAwait(false))}");

            // Nobody reads on, and a full pipe would stop it.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None).Observed();
            return new HfEmulator
            {
                EmulatorUri = address,
                ProcessId = process.Id,
                CommandLine = string.Join(' ', start.ArgumentList.Select((argument, at) =>
                    at > 0 && start.ArgumentList[at - 1] == TokenOption ? SecretMask.Mask : argument).Prepend(start.FileName)),
            };
        }
        catch (Exception exception)
        {
            Stop(process.Id);
            throw exception is TimeoutException
                ? EmulatorProgram.NotStarted($"The emulator did not start within {s_patience.TotalSeconds} s.", exception)
                : exception;
        }
    }

    /// <summary>Stops one that this process has started, and returns whether there was one.</summary>
    public static bool Stop(int id)
    {
        if (!s_running.TryRemove(id, out Process? process))
        {
            return false;
        }

        using (process)
        {
            bool runs = !process.HasExited;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return runs;
        }
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw EmulatorProgram.NotStarted($"'{start.FileName}' can't be started: {exception.Message}", exception);
        }
    }

    // What stands before it is of the program that gets it. Null if it ends.
    private static async Task<Uri?> ReadAddressAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal)
                && Uri.TryCreate(line[Listening.Length..], UriKind.Absolute, out Uri? uri))
            {
                return uri;
            }
        }

        return null;
    }

    private static string Sentence(string said) => said.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? text : "it said nothing.";
}
