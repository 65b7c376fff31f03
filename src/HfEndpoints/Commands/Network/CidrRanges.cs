using System.Net;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Commands.Network;

/// <summary>Refuses what is no address range before it is sent.</summary>
internal static class CidrRanges
{
    public static string[] Check(string[] ranges)
    {
        foreach (string range in ranges)
        {
            if (!IPNetwork.TryParse(range, out _))
            {
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"'{range}' is no address range: an address and a length such as 203.0.113.0/24 or 2001:db8::/32 is "
                    + "allowed, with no bits of the address beyond the length.");
            }
        }

        return ranges;
    }
}
