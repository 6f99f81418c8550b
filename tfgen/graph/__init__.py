"""Pictures of Terraform: program -> facts -> picture -> Mermaid or SVG. Nothing here renders."""
