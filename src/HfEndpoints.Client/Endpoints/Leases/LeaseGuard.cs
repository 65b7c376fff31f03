using System.Runtime.InteropServices;

namespace HfEndpoints.Client;

/// <summary>
/// Ends leases of endpoints if the process ends early: on exit, SIGTERM, or a closed terminal. It can't help if the process is killed.
/// </summary>
internal static class LeaseGuard
{
    // A process that is asked to exit has little time.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly HashSet<ILease> s_leases = [];
    private static PosixSignalRegistration[]? s_signals;

    public static void Add(ILease lease)
    {
        lock (s_leases)
        {
            if (s_signals is null)
            {
                // Since .NET 10, a signal ends the process without its exit handlers.
                AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();
                s_signals =
                [
                    PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => EndAll()),
                    PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => EndAll()),
                ];
            }

            s_leases.Add(lease);
        }
    }

    public static void Remove(ILease lease)
    {
        lock (s_leases)
        {
            s_leases.Remove(lease);
        }
    }

    private static void EndAll()
    {
        Task[] ends;
        lock (s_leases)
        {
            ends = [.. s_leases.Select(lease => lease.EndAsync())];
        }

        Task.WaitAll(ends, s_patience);
    }
}
