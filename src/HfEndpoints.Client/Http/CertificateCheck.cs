using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HfEndpoints.Client;

/// <summary>Describes an untrusted server certificate and why it is not trusted.</summary>
internal static class CertificateCheck
{
    /// <exception cref="AuthenticationException">The certificate is not trusted.</exception>
    public static bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new AuthenticationException(Describe(certificate, chain, errors));

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the server sent no certificate";
        }

        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add("it is for another name");
        }

        X509ChainStatusFlags flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            reasons.Add("it, or one above it, has expired or is not valid yet");
        }

        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            reasons.Add("its issuer is not trusted on this machine");
        }

        reasons.AddRange((chain?.ChainStatus ?? [])
            .Where(one => one.Status is not (X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.UntrustedRoot
                or X509ChainStatusFlags.PartialChain)).Select(one => one.StatusInformation.Trim().TrimEnd('.')));
        var full = certificate as X509Certificate2;
        string dates = full is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", valid from {full.NotBefore:yyyy-MM-dd} to {full.NotAfter:yyyy-MM-dd}");
        return $"the server's certificate '{certificate.Subject}' of the issuer '{certificate.Issuer}'{dates} is not trusted: "
            + string.Join("; ", reasons.Distinct());
    }
}
