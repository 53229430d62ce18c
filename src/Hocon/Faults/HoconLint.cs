namespace Helios.Hocon;

/// <summary>Something that is valid and probably not what was meant.</summary>
/// <param name="Origin">Where it is written.</param>
/// <param name="Message">What surprises and how to write it plainly; one line.</param>
/// <param name="Path">The path of the value concerned.</param>
public sealed record HoconLint(HoconOrigin Origin, string Message, string Path)
{
    /// <summary><c>file:line:column: warning: what; what to do</c>.</summary>
    public override string ToString() => $"{Origin}: warning: {Message}";
}
