namespace Helios.Shell;

/// <summary>A key, or a piece of text that was pasted.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Text">Of characters and pastes.</param>
internal readonly record struct Key(KeyKind Kind, string Text = "");

/// <summary>What a key is for.</summary>
internal enum KeyKind
{
    None,
    Character,
    Paste,
    Enter,
    Complete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Start,
    End,
    Up,
    Down,
    Erase,
    Delete,
    DeleteOrEnd,
    EraseWord,
    DeleteWord,
    EraseToStart,
    DeleteToEnd,
    PutBack,
    Search,
    Redraw,
    Cancel,
}
