namespace HfEndpoints.Client.Tests;

/// <summary>A test of what Windows does not have: modes of files, pipes with a name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class UnixFactAttribute : FactAttribute
{
    public const string Reason = "Windows has no modes of files, and no pipes in folders.";

    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? Reason : null!;
}

/// <summary>Tests of what Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? UnixFactAttribute.Reason : null!;
}

/// <summary>A test on a disk of its own, which only Linux's superuser may mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() =>
        Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null! : "Only Linux's superuser may mount a disk.";
}

/// <summary>A test of a file that may not be read, which the superuser may.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UserFactAttribute : UnixFactAttribute
{
    public UserFactAttribute() => Skip ??= Environment.IsPrivilegedProcess ? "The superuser may read every file." : null!;
}
