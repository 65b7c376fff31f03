using System.Diagnostics;

namespace HfEndpoints.Client.Tests;

public sealed class TokenFileTests : IDisposable
{
    private readonly Variables _variables = [];

    private string Path => System.IO.Path.Combine(_variables.Home, "token");

    public void Dispose() => _variables.Dispose();

    [Fact]
    public void AFileOf64KibibytesIsReadAndALongerOneIsNot()
    {
        const int Limit = 64 * 1024;
        string padded = "hf_token" + new string('\n', Limit - 8);
        File.WriteAllText(Path, padded);
        Assert.NotNull(Find());

        File.WriteAllText(Path, padded + "\n");
        AssertRefused("64 KiB");
        File.WriteAllText(Path, new string('x', 100_000));
        AssertRefused("64 KiB");
    }

    [Fact]
    public void AFolderIsRefused()
    {
        Directory.CreateDirectory(Path);

        AssertRefused("folder");
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/dev/random")]
    public void ADeviceIsRefused(string device)
    {
        if (File.Exists(device))
        {
            File.CreateSymbolicLink(Path, device);

            AssertRefused("device");
        }
    }

    [UnixFact]
    public async Task APipeIsRefusedAtOnce()
    {
        using (var make = Process.Start("mkfifo", [Path]))
        {
            await make.WaitForExitAsync();
        }

        await Task.Run(() => AssertRefused("pipe")).WithinDeadlineAsync();
    }

    [UnixFact]
    public void ACircleOfLinksIsRefused()
    {
        File.CreateSymbolicLink(Path, Path + "2");
        File.CreateSymbolicLink(Path + "2", Path);

        AssertRefused(Path);
    }

    [UnixFact]
    public void ALinkIsFollowedAndOneToNothingIsNoToken()
    {
        File.CreateSymbolicLink(Path, Path + "2");
        Assert.Null(Find());

        File.WriteAllText(Path + "2", "hf_token");
        Assert.NotNull(Find());
    }

    [UserFact]
    public void AFileThatMayNotBeReadIsRefused()
    {
        File.WriteAllText(Path, "hf_token");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.None);
        }

        AssertRefused("denied");
    }

    [Fact]
    public void APathThatIsNoneIsRefused()
    {
        _variables["HF_TOKEN_PATH"] = "a\0b";
        Assert.Equal(HfErrorKind.FileNotRead, Assert.Throws<HfException>(() => _variables.Environment.FindToken()).Kind);
    }

    private HfToken? Find()
    {
        _variables["HF_TOKEN_PATH"] = Path;
        return _variables.Environment.FindToken();
    }

    private void AssertRefused(string reason)
    {
        HfException exception = Assert.Throws<HfException>(Find);
        Assert.Equal(HfErrorKind.FileNotRead, exception.Kind);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
    }
}
