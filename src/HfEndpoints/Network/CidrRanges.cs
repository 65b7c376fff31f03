using System.Net;
using System.Net.Sockets;

namespace HfEndpoints.Commands;

/// <summary>Checks address ranges before they are sent.</summary>
internal static class CidrRanges
{
    public static string[] Check(string[] ranges)
    {
        foreach (string range in ranges)
        {
            if (!IsRange(range))
            {
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"'{range}' is not a valid address range. Use an address and a prefix length, such as 203.0.113.0/24 or 2001:db8::/32, "
                    + "with no bits set beyond the prefix.");
            }
        }

        return ranges;
    }

    // Newer runtimes silently drop the bits beyond the length, and all of them read 10/8 as 0.0.0.10/8.
    private static bool IsRange(string range)
    {
        string address = range.Split('/')[0];
        return IPNetwork.TryParse(range, out IPNetwork network)
            && IPAddress.TryParse(address, out IPAddress? first)
            && network.BaseAddress.Equals(first)
            && (first.AddressFamily == AddressFamily.InterNetworkV6
                ? !address.Contains('%', StringComparison.Ordinal)
                : first.ToString() == address);
    }
}
