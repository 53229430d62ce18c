namespace Helios.Actors;

/// <summary>To the parent.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>The usual instance.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc/>
    public override string ToString() => "..";
}
