namespace ClusterTwin;

/// <summary>
/// Marks a parameter that the original cmdlet has and that the twin does not model.
/// Using it is refused by name (<c>TwinNotModelled</c>): a parameter that were ignored would make a rehearsal lie.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotModelledAttribute : Attribute
{
}
