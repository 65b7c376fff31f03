using System.Security;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that talks to an emulator: the one that is given, or else the session's.</summary>
public abstract class EmulatorCmdlet : HfCmdlet
{
    /// <summary>Not a parameter here: an emulator's own routes need no token.</summary>
    public override SecureString? Token { get; set; }

    /// <summary>The address of the emulator; by default the session's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The address of the emulator; by default the session's.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public Uri? EmulatorUri { get; set; }

    /// <summary>Runs work with an emulator. A failure is one error record.</summary>
    internal void RunWithEmulator(Func<EmulatorClient, CmdletOutput, CancellationToken, Task> work)
    {
        Uri? given = EmulatorUri;
        RunForItem(given, (connection, output, cancellationToken) =>
        {
            HfClientOptions options = given is null ? connection.Options : connection.Options with { HubUri = Check(given), Token = null };
            return options.HubUri.IsLoopback
                ? work(new HfClient(output.Follow(options)).Emulator, output, cancellationToken)
                : throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"'{options.HubUri.Authority}' is not an emulator. Start one with 'Start-HfEmulator | Connect-HfAccount', or name one "
                        + $"with -{nameof(EmulatorUri)}.");
        });
    }

    private static Uri Check(Uri given) => given.IsAbsoluteUri
        ? given
        : throw new HfException(
            HfErrorKind.InvalidRequest,
            $"'{given}' is not an address. Write it whole, such as http://127.0.0.1:8765.");
}
