using System.Security;

namespace HfEndpoints.Commands;

/// <summary>Accepts a token as a secure string or, for convenience, as text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TokenTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case SecureString secure:
                return secure;
            case string text:
                var result = new SecureString();
                foreach (char c in text)
                {
                    result.AppendChar(c);
                }

                result.MakeReadOnly();
                return result;
            default:
                // The message does not contain the value, because it may be a token of another type.
                throw new ArgumentTransformationMetadataException("A token must be a SecureString or a string.");
        }
    }
}
