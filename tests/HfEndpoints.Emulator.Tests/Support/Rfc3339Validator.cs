using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace HfEndpoints.Emulator.Tests;

/// <summary>A date and time with as many digits after the second as the service gives; the library's own takes seven.</summary>
internal sealed partial class Rfc3339Validator : IFormatValidator
{
    public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.DateTimeExpected;

    public string Format => JsonFormatStrings.DateTime;

    public bool IsValid(string value, JTokenType tokenType) =>
        tokenType == JTokenType.Date || (Pattern().IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _));

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Pattern();
}
