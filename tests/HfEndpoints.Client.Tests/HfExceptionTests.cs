using System.Net;
using System.Reflection;

namespace HfEndpoints.Client.Tests;

public sealed class HfExceptionTests
{
    private static readonly Dictionary<Type, object> s_values = new()
    {
        [typeof(string)] = "told",
        [typeof(int?)] = 7,
        [typeof(bool)] = true,
        [typeof(HttpStatusCode?)] = HttpStatusCode.Conflict,
        [typeof(TimeSpan?)] = TimeSpan.FromSeconds(3),
        [typeof(HfErrorKind)] = HfErrorKind.RateLimited,
    };

    [Fact]
    public void ACopyHasAllThatIsKnownOfTheFailure()
    {
        PropertyInfo[] known =
        [
            .. typeof(HfException).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is not null),
        ];
        var original = new HfException(HfErrorKind.InvalidRequest, "It failed.");
        foreach (PropertyInfo property in known)
        {
            property.SetValue(original, s_values[property.PropertyType]);
        }

        HfException copy = original.WithAdvice("Wait.");

        Assert.Equal("It failed. Wait.", copy.Message);
        Assert.Same(original, copy.InnerException);
        Assert.All(known, property => Assert.Equal(s_values[property.PropertyType], property.GetValue(copy)));
    }
}
