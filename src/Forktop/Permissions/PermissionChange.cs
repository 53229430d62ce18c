namespace Helios.Forktop;

/// <summary>One field in which the permissions of two processes, or of one at two times, differ.</summary>
/// <param name="Field">Its name, as the details show it.</param>
/// <param name="Text">The difference in words.</param>
/// <param name="Direction">Whether privilege grew or shrank.</param>
internal readonly record struct PermissionChange(string Field, string Text, ChangeDirection Direction);

/// <summary>Which way privilege went.</summary>
internal enum ChangeDirection
{
    /// <summary>Neither: another value, not a greater one.</summary>
    Other,

    /// <summary>The process may do more.</summary>
    Gain,

    /// <summary>The process may do less.</summary>
    Loss,
}
